class Solution {
    static String echo_phrase(String text, int gap) {
        int size = text.length();
        int bestStart = 0;
        int bestLength = 0;
        // common[j]: how far the texts that start at the row's index and at j agree.
        int[] below = new int[size + 1];
        for (int first = size - 1; first >= 0; first--) {
            int[] common = new int[size + 1];
            for (int second = first + 1; second < size; second++) {
                if (text.charAt(first) == text.charAt(second)) {
                    common[second] = below[second + 1] + 1;
                }
                int length = Math.min(common[second], second - first - gap);
                if (length >= bestLength) {
                    bestStart = first;
                    bestLength = length;
                }
            }
            below = common;
        }
        return text.substring(bestStart, bestStart + bestLength);
    }
}
