import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class Solution {
    static List<String> transaction_store(List<List<String>> commands) {
        Store store = new Store();
        List<String> answers = new ArrayList<>();
        for (List<String> command : commands) {
            switch (command.get(0)) {
                case "set" -> store.change(command.get(1), command.get(2));
                case "unset" -> store.change(command.get(1), null);
                case "get" -> answers.add(store.values.getOrDefault(command.get(1), "none"));
                case "count" -> answers.add("" + store.counts.getOrDefault(command.get(1), 0));
                case "begin" -> store.opened.push(store.changes.size());
                default -> {
                    if (!store.close(command.get(0).equals("rollback"))) answers.add("no transaction");
                }
            }
        }
        return answers;
    }
}

class Store {
    private record Change(String key, String before) {}

    final Map<String, String> values = new HashMap<>();
    final Map<String, Integer> counts = new HashMap<>();
    final Deque<Integer> opened = new ArrayDeque<>(); // how many changes there were at each begin
    final List<Change> changes = new ArrayList<>();

    void change(String key, String value) {
        changes.add(new Change(key, put(key, value)));
    }

    /** Closes the innermost transaction; false if none is open. */
    boolean close(boolean undo) {
        if (opened.isEmpty()) return false;
        int start = opened.pop();
        while (undo && changes.size() > start) {
            Change change = changes.remove(changes.size() - 1);
            put(change.key, change.before);
        }
        return true;
    }

    /** Keeps a value, or none for null; returns what was there before. */
    private String put(String key, String value) {
        String before = value == null ? values.remove(key) : values.put(key, value);
        if (before != null) counts.merge(before, -1, Integer::sum);
        if (value != null) counts.merge(value, 1, Integer::sum);
        return before;
    }
}
