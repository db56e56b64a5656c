import java.util.Arrays;

class Solution {
    static Long ranked_window_sum(int[] values, int shortest, long rank) {
        long starts = Math.max(0, values.length - shortest + 1);
        if (rank > starts * (starts + 1) / 2) return null;
        Windows windows = new Windows(values, shortest);
        long high = windows.largestDifference();
        long low = -high;
        while (low < high) {
            long middle = Math.floorDiv(low + high, 2L);
            if (windows.upTo(middle) >= rank) high = middle;
            else low = middle + 1;
        }
        return low;
    }
}

class Windows {
    private final int shortest;
    private final long[] sums; // a window's sum is the difference of two of them
    private final long[] ordered;
    private final int[] place; // of each sum, 1 for the largest

    Windows(int[] values, int shortest) {
        this.shortest = shortest;
        sums = new long[values.length + 1];
        for (int index = 0; index < values.length; index++) {
            sums[index + 1] = sums[index] + values[index];
        }
        ordered = sums.clone();
        Arrays.sort(ordered);
        place = Arrays.stream(sums).mapToInt(this::countFrom).toArray();
    }

    long largestDifference() {
        return ordered[ordered.length - 1] - ordered[0];
    }

    /** How many windows have a sum of at most the limit. */
    long upTo(long limit) {
        int[] tree = new int[sums.length + 1]; // starts by place (a Fenwick tree)
        long count = 0;
        for (int end = shortest; end < sums.length; end++) {
            for (int at = place[end - shortest]; at < tree.length; at += at & -at) tree[at]++;
            for (int at = countFrom(sums[end] - limit); at > 0; at &= at - 1) count += tree[at];
        }
        return count;
    }

    /** How many sums are at least a value. */
    private int countFrom(long value) {
        int low = 0;
        int high = ordered.length;
        while (low < high) {
            int middle = (low + high) / 2;
            if (ordered[middle] < value) low = middle + 1;
            else high = middle;
        }
        return ordered.length - low;
    }
}
