class Solution {
    static long seen_from_ends(long[] heights) {
        boolean[] seen = new boolean[heights.length];
        int highest = -1;
        for (int place = 0; place < heights.length; place++) {
            if (highest < 0 || heights[place] > heights[highest]) {
                highest = place;
                seen[place] = true;
            }
        }
        highest = -1;
        for (int place = heights.length - 1; place >= 0; place--) {
            if (highest < 0 || heights[place] > heights[highest]) {
                highest = place;
                seen[place] = true;
            }
        }
        long count = 0;
        for (boolean one : seen) {
            count += one ? 1 : 0;
        }
        return count;
    }
}
