class Solution {
    static long longest_plateau(long[] heights) {
        long best = 0;
        long length = 0;
        for (int place = 0; place < heights.length; place++) {
            length = place > 0 && heights[place] == heights[place - 1] ? length + 1 : 1;
            best = Math.max(best, length);
        }
        return best;
    }
}
