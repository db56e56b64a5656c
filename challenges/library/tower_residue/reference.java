import java.util.Arrays;

class Solution {
    static long tower_residue(long[] values, long modulus) {
        return tower(withoutZeros(values), 0, modulus) % modulus;
    }

    /** A tower of the same value whose only zero, if there is one, is its only number. */
    private static long[] withoutZeros(long[] values) {
        int start = 0;
        while (start < values.length && values[start] != 0) start++;
        if (start == values.length) return values;
        int end = start;
        while (end < values.length && values[end] == 0) end++;
        boolean isZero = (end - start) % 2 == 1; // 0 to the power of 0 is 1, and that of 1 is 0
        int size = isZero && start > 0 ? start : start + 1;
        long[] result = Arrays.copyOf(values, size);
        result[size - 1] = isZero && start == 0 ? 0 : 1;
        return result;
    }

    /** The tower from a place on, capped: its remainder, plus the modulus if it is not less. */
    private static long tower(long[] values, int start, long modulus) {
        long base = capped(values[start], modulus);
        if (start == values.length - 1 || modulus == 1) return base;
        long exponent = tower(values, start + 1, totient(modulus));
        long result = 1;
        for (; exponent > 0; exponent /= 2) {
            if (exponent % 2 == 1) result = capped(result * base, modulus);
            base = capped(base * base, modulus);
        }
        return result;
    }

    private static long capped(long number, long modulus) {
        return number < modulus ? number : number % modulus + modulus;
    }

    private static long totient(long number) {
        long result = number;
        long rest = number;
        for (long divisor = 2; divisor * divisor <= rest; divisor++) {
            if (rest % divisor != 0) continue;
            result -= result / divisor;
            while (rest % divisor == 0) rest /= divisor;
        }
        return rest > 1 ? result - result / rest : result;
    }
}
