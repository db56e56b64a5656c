import java.util.ArrayList;
import java.util.List;

class Solution {
    static long[] smoothest_between(long low, long high) {
        int size = (int) (high - low + 1);
        long[] rest = new long[size]; // what is left when the primes so far are divided out
        long[] largest = new long[size];
        for (int index = 0; index < size; index++) {
            rest[index] = low + index;
            largest[index] = 1;
        }
        for (int prime : primes((int) Math.sqrt((double) high))) {
            for (int index = (int) ((prime - low % prime) % prime); index < size; index += prime) {
                while (rest[index] % prime == 0) rest[index] /= prime;
                largest[index] = prime;
            }
        }
        int best = -1;
        for (int index = 0; index < size; index++) {
            largest[index] = Math.max(largest[index], rest[index]); // at most one prime is left
            if (best < 0 || largest[index] < largest[best]) best = index;
        }
        return new long[] {low + best, largest[best]};
    }

    private static List<Integer> primes(int limit) {
        boolean[] isComposite = new boolean[limit + 1];
        List<Integer> found = new ArrayList<>();
        for (int number = 2; number <= limit; number++) {
            if (isComposite[number]) continue;
            found.add(number);
            for (long multiple = (long) number * number; multiple <= limit; multiple += number) {
                isComposite[(int) multiple] = true;
            }
        }
        return found;
    }
}
