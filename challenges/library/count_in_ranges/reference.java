import java.util.Arrays;

class Solution {
    static long[] count_in_ranges(long[] values, long[][] ranges) {
        long[] ordered = values.clone();
        Arrays.sort(ordered);
        return Arrays.stream(ranges)
            .mapToLong(it -> Math.max(0, below(ordered, it[1] + 1) - below(ordered, it[0])))
            .toArray();
    }

    /** How many numbers are less than {@code bound}. */
    private static int below(long[] ordered, long bound) {
        int low = 0;
        int high = ordered.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ordered[middle] < bound) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
