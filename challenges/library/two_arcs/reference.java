import java.util.Arrays;

class Solution {
    private static final long NEVER = Long.MIN_VALUE / 4;

    static Long two_arcs(int[] values) {
        if (values.length == 0) return null;
        // Walking once around, one passes five stretches: gap, arc, gap, arc, gap if the first value
        // is in a gap, and arc, gap, arc, gap, arc, of which the outer two are one arc, if not.
        long best = Math.max(best(values, 0, 1), best(values, values[0], 0));
        return best < NEVER / 2 ? null : (Long) best;
    }

    /** The largest sum of a walk that begins in stretch 0 with the first value. */
    private static long best(int[] values, long first, int firstArc) {
        long[] totals = new long[5];
        Arrays.fill(totals, NEVER);
        totals[0] = first;
        for (int index = 1; index < values.length; index++) {
            for (int stretch = 4; stretch >= 0; stretch--) {
                long entered = stretch > 0 ? totals[stretch - 1] : NEVER;
                long gain = stretch % 2 == firstArc ? values[index] : 0;
                totals[stretch] = Math.max(totals[stretch], entered) + gain;
            }
        }
        return Math.max(totals[3], totals[4]);
    }
}
