import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class Solution {
    private static final int CERTAINTY = 60;

    static List<List<Long>> prime_parts(long number) {
        Map<Long, Long> exponents = new TreeMap<>();
        Deque<Long> waiting = new ArrayDeque<>(List.of(number));
        while (!waiting.isEmpty()) {
            long part = waiting.pop();
            if (part == 1) continue;
            if (BigInteger.valueOf(part).isProbablePrime(CERTAINTY)) {
                exponents.merge(part, 1L, Long::sum);
            } else {
                long divisor = divisor(part);
                waiting.push(divisor);
                waiting.push(part / divisor);
            }
        }
        List<List<Long>> parts = new ArrayList<>();
        exponents.forEach((prime, exponent) -> parts.add(List.of(prime, exponent)));
        return parts;
    }

    /** A divisor of a composite number that is neither 1 nor the number, by Pollard's method. */
    private static long divisor(long number) {
        for (long small = 2; small < 40; small++) {
            if (number % small == 0) return small;
        }
        for (long shift = 1; ; shift++) {
            long slow = 2;
            long fast = 2;
            long found = 1;
            while (found == 1) {
                slow = next(slow, shift, number);
                fast = next(next(fast, shift, number), shift, number);
                found = gcd(Math.abs(slow - fast), number);
            }
            if (found != number) return found;
        }
    }

    /** The square of a value, plus the shift, by the number; from its two halves of 64 bits. */
    private static long next(long value, long shift, long number) {
        long high = Math.multiplyHigh(value, value);
        long low = value * value;
        if (high == 0 && low >= 0) return (low % number + shift) % number;
        BigInteger square = BigInteger.valueOf(value).pow(2);
        return (square.mod(BigInteger.valueOf(number)).longValue() + shift) % number;
    }

    private static long gcd(long one, long other) {
        return other == 0 ? one : gcd(other, one % other);
    }
}
