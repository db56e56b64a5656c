class Solution {
    static long pick_spaced(long[] values, int space) {
        long[] best = new long[values.length + 1];
        for (int place = 0; place < values.length; place++) {
            long taken = values[place] + best[Math.max(0, place - space)];
            best[place + 1] = Math.max(best[place], taken);
        }
        return best[values.length];
    }
}
