class Solution {
    private static final int MOST_DIGITS = 16;

    static long steady_numbers(long low, long high, int step, int divisor) {
        long[][][] endings = endings(step, divisor);
        return below(high + 1, endings, step, divisor) - below(low, endings, step, divisor);
    }

    /** By digits to add, last digit, and sum so far by divisor: how many ways there are. */
    private static long[][][] endings(int step, int divisor) {
        long[][][] endings = new long[MOST_DIGITS][10][divisor];
        for (int last = 0; last <= 9; last++) endings[0][last][0] = 1;
        for (int length = 1; length < MOST_DIGITS; length++) {
            for (int last = 0; last <= 9; last++) {
                for (int rest = 0; rest < divisor; rest++) {
                    int highest = Math.min(9, last + step);
                    for (int digit = Math.max(0, last - step); digit <= highest; digit++) {
                        endings[length][last][rest] +=
                                endings[length - 1][digit][(rest + digit) % divisor];
                    }
                }
            }
        }
        return endings;
    }

    /** How many steady numbers are less than the limit. */
    private static long below(long limit, long[][][] endings, int step, int divisor) {
        int[] digits = String.valueOf(limit).chars().map(letter -> letter - '0').toArray();
        long count = limit > 0 ? 1 : 0; // the number 0
        for (int length = 1; length < digits.length; length++) {
            for (int first = 1; first <= 9; first++) {
                count += endings[length - 1][first][first % divisor];
            }
        }
        int total = 0;
        for (int place = 0; place < digits.length; place++) {
            int left = digits.length - place - 1;
            for (int digit = place == 0 ? 1 : 0; digit < digits[place]; digit++) {
                if (place == 0 || Math.abs(digit - digits[place - 1]) <= step) {
                    count += endings[left][digit][(total + digit) % divisor];
                }
            }
            if (place > 0 && Math.abs(digits[place] - digits[place - 1]) > step) break;
            total += digits[place];
        }
        return count;
    }
}
