import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class Solution {
    static List<Integer> kept_in_place(int[] heights, int slack) {
        long[] ranks = Arrays.stream(heights).asLongStream().distinct().sorted().toArray();
        // tree: the most books that may stay from one of at least some height on (a Fenwick tree
        // over the heights in descending order).
        int[] tree = new int[ranks.length + 1];
        int[] most = new int[heights.length]; // from each book on, with it
        for (int index = heights.length - 1; index >= 0; index--) {
            int position = countFrom(ranks, (long) heights[index] - slack);
            for (; position > 0; position -= position & -position) {
                most[index] = Math.max(most[index], tree[position]);
            }
            most[index]++;
            position = countFrom(ranks, heights[index]);
            for (; position < tree.length; position += position & -position) {
                tree[position] = Math.max(tree[position], most[index]);
            }
        }
        List<Integer> kept = new ArrayList<>();
        int missing = Arrays.stream(most).max().orElse(0);
        for (int index = 0; index < heights.length; index++) {
            // The first book that can go on for so long is never too low: else it could for longer.
            if (most[index] != missing) continue;
            kept.add(index);
            missing--;
        }
        return kept;
    }

    /** How many of the sorted, distinct numbers are at least a value. */
    private static int countFrom(long[] sorted, long value) {
        int found = Arrays.binarySearch(sorted, value);
        return sorted.length - (found >= 0 ? found : -found - 1);
    }
}
