import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class Solution {
    static List<Integer> lfu_cache(int capacity, int cap, int[][] commands) {
        Cache cache = new Cache(capacity, cap);
        List<Integer> answers = new ArrayList<>();
        for (int[] command : commands) {
            switch (command[0]) {
                case 0 -> answers.add(cache.read(command[1]));
                case 1 -> cache.write(command[1], command[2]);
                default -> answers.add(cache.remove(command[1]));
            }
        }
        return answers;
    }
}

class Cache {
    private record Item(int value, int counter) {}

    private final Map<Integer, Item> entries = new HashMap<>();
    // By counter the keys, of which the one longest unused comes first.
    private final TreeMap<Integer, LinkedHashSet<Integer>> byCounter = new TreeMap<>();
    private final int capacity;
    private final int cap;

    Cache(int capacity, int cap) {
        this.capacity = capacity;
        this.cap = cap;
    }

    int read(int key) {
        Item item = entries.get(key);
        if (item == null) return -1;
        put(key, item.value);
        return item.value;
    }

    void write(int key, int value) {
        if (capacity == 0) return;
        if (!entries.containsKey(key) && entries.size() == capacity) {
            remove(byCounter.firstEntry().getValue().iterator().next());
        }
        put(key, value);
    }

    int remove(int key) {
        Item item = entries.remove(key);
        if (item == null) return 0;
        LinkedHashSet<Integer> keys = byCounter.get(item.counter);
        keys.remove(key);
        if (keys.isEmpty()) byCounter.remove(item.counter);
        return item.counter;
    }

    /** Makes an entry anew, with one use more than it had. */
    private void put(int key, int value) {
        int counter = Math.min(remove(key) + 1, cap);
        entries.put(key, new Item(value, counter));
        byCounter.computeIfAbsent(counter, unknown -> new LinkedHashSet<>()).add(key);
    }
}
