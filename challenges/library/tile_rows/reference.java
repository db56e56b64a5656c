class Solution {
    static long tile_rows(int length, long[] tiles) {
        long[] ways = new long[length + 1];
        ways[0] = 1;
        for (int covered = 1; covered <= length; covered++) {
            for (long tile : tiles) {
                if (tile <= covered) {
                    ways[covered] += ways[covered - (int) tile];
                }
            }
            ways[covered] %= 1_000_000_007;
        }
        return ways[length];
    }
}
