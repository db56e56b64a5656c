import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

class Solution {
    static long balanced_windows(int[] values, int kinds, long spread) {
        return withAtMost(kinds, values, spread) - withAtMost(kinds - 1, values, spread);
    }

    /** How many windows have at most so many kinds, and no larger spread. */
    private static long withAtMost(int kinds, int[] values, long spread) {
        if (kinds == 0) return 0;
        long total = 0;
        int start = 0;
        Map<Integer, Integer> counts = new HashMap<>();
        Deque<Integer> rising = new ArrayDeque<>(); // no smaller value follows in the window
        Deque<Integer> falling = new ArrayDeque<>(); // no larger value follows
        for (int end = 0; end < values.length; end++) {
            counts.merge(values[end], 1, Integer::sum);
            while (!rising.isEmpty() && values[rising.getLast()] > values[end]) rising.removeLast();
            rising.add(end);
            while (!falling.isEmpty() && values[falling.getLast()] < values[end]) falling.removeLast();
            falling.add(end);
            while (counts.size() > kinds
                    || (long) values[falling.getFirst()] - values[rising.getFirst()] > spread) {
                counts.computeIfPresent(values[start], (value, n) -> n == 1 ? null : n - 1);
                if (rising.getFirst() == start) rising.removeFirst();
                if (falling.getFirst() == start) falling.removeFirst();
                start++;
            }
            total += end - start + 1;
        }
        return total;
    }
}
