class Solution {
    static long lonely_ticks(long first, long second, long limit) {
        long period = first / gcd(first, second) * second;
        return limit / first + limit / second - 2 * (limit / period);
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
