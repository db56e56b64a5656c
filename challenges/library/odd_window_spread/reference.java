import java.util.ArrayDeque;
import java.util.Deque;

class Solution {
    static long odd_window_spread(int[] values) {
        int[] negated = new int[values.length];
        for (int i = 0; i < values.length; i++) negated[i] = -values[i];
        return sumOfMaxima(values) + sumOfMaxima(negated);
    }

    /** The sum of the largest values of all odd windows. */
    private static long sumOfMaxima(int[] values) {
        long total = 0;
        Deque<Integer> waiting = new ArrayDeque<>(); // their values decrease: no larger one followed
        for (int index = 0; index <= values.length; index++) {
            while (!waiting.isEmpty()
                    && (index == values.length || values[waiting.peek()] <= values[index])) {
                int top = waiting.pop();
                int before = waiting.isEmpty() ? -1 : waiting.peek();
                total += values[top] * oddWindows(top - before, index - top);
            }
            waiting.push(index);
        }
        return total;
    }

    /** How many pairs of a start and an end are at an even distance. */
    private static long oddWindows(long starts, long ends) {
        return (starts * ends + 1) / 2;
    }
}
