import java.util.Arrays;

class Solution {
    private static final long UNREACHABLE = Long.MAX_VALUE / 2;

    static long ledger_splits(int[] values, int shortest, int longest, int fee) {
        long[] cheapest = new long[values.length + 1]; // of the first so many amounts
        Arrays.fill(cheapest, 1, cheapest.length, UNREACHABLE);
        for (int end = 1; end <= values.length; end++) {
            int low = values[end - 1];
            int high = low;
            for (int length = 1; length <= Math.min(longest, end); length++) {
                low = Math.min(low, values[end - length]);
                high = Math.max(high, values[end - length]);
                if (length >= shortest) {
                    long cost = cheapest[end - length] + fee + high - low;
                    cheapest[end] = Math.min(cheapest[end], cost);
                }
            }
        }
        return cheapest[values.length] >= UNREACHABLE ? -1 : cheapest[values.length];
    }
}
