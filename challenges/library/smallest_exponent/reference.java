import java.util.HashMap;
import java.util.Map;

class Solution {
    /** After so many factors, common factors with a modulus of 32 bits get no more. */
    private static final int SETTLED = 40;

    static long smallest_exponent(long base, long target, long modulus, long least) {
        base %= modulus;
        target %= modulus;
        long start = power(base, least, modulus);
        for (int step = 0; step < SETTLED; step++) {
            if (start == target) return least + step;
            start = product(start, base, modulus);
        }
        // From here on, all powers are multiples of one divisor of the modulus; without it, the base
        // has no common factor with the modulus.
        long divisor = gcd(power(base, SETTLED, modulus), modulus);
        if (target % divisor != 0) return -1;
        long further = steps(base, start / divisor, target / divisor, modulus / divisor);
        return further < 0 ? -1 : least + SETTLED + further;
    }

    /** The first number of factors that leads from start to target, by giant and baby steps. */
    private static long steps(long base, long start, long target, long modulus) {
        long width = (long) Math.sqrt((double) modulus) + 1;
        Map<Long, Long> ahead = new HashMap<>(); // target with so many factors, the largest number
        long value = target % modulus;
        for (long steps = 0; steps < width; steps++) {
            ahead.put(value, steps);
            value = product(value, base % modulus, modulus);
        }
        long giant = power(base % modulus, width, modulus);
        value = start % modulus;
        for (long count = 0; count <= width; count++) {
            Long back = ahead.get(value);
            if (back != null && back <= count * width) return count * width - back;
            value = product(value, giant, modulus);
        }
        return -1;
    }

    /** Both factors are below 2 to the power of 32. */
    private static long product(long one, long other, long modulus) {
        return Long.remainderUnsigned(one * other, modulus);
    }

    private static long power(long base, long exponent, long modulus) {
        long result = 1 % modulus;
        for (; exponent > 0; exponent /= 2) {
            if (exponent % 2 == 1) result = product(result, base, modulus);
            base = product(base, base, modulus);
        }
        return result;
    }

    private static long gcd(long one, long other) {
        return other == 0 ? one : gcd(other, one % other);
    }
}
