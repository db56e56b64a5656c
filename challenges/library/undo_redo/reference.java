import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

class Solution {
    static List<String> undo_redo(List<String> edits) {
        Deque<String> words = new ArrayDeque<>();
        Deque<String> undone = new ArrayDeque<>();
        for (String edit : edits) {
            switch (edit) {
                case "undo" -> move(words, undone);
                case "redo" -> move(undone, words);
                default -> {
                    words.addLast(edit);
                    undone.clear();
                }
            }
        }
        return new ArrayList<>(words);
    }

    private static void move(Deque<String> from, Deque<String> to) {
        if (!from.isEmpty()) {
            to.addLast(from.removeLast());
        }
    }
}
