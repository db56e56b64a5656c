class Solution {
    static long smooth_part(long number, long bound) {
        long part = 1;
        long rest = number;
        for (long factor = 2; factor * factor <= rest; factor++) {
            while (rest % factor == 0) {
                rest /= factor;
                part *= factor <= bound ? factor : 1;
            }
        }
        return rest <= bound ? part * rest : part;
    }
}
