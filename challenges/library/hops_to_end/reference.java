class Solution {
    static long hops_to_end(long[] arrows, int start) {
        int place = start;
        for (int hops = 0; hops < arrows.length; hops++) {
            if (arrows[place] == -1) {
                return hops;
            }
            place = (int) arrows[place];
        }
        return -1;
    }
}
