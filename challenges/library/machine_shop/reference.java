import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

class Solution {
    private static final int NO_TOOL = -1;
    private static final int NONE = -1;

    static long[] machine_shop(long setup, int[][] orders) {
        int count = orders.length;
        int[] arriving =
                IntStream.range(0, count)
                        .boxed()
                        .sorted(Comparator.comparingInt(index -> orders[index][0]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        long[] left = new long[count];
        for (int index = 0; index < count; index++) left[index] = orders[index][1];
        long[] finished = new long[count];
        PriorityQueue<Integer> waiting =
                new PriorityQueue<>(
                        Comparator.<Integer>comparingInt(index -> -orders[index][2])
                                .thenComparing(Comparator.naturalOrder()));
        long now = 0;
        int arrived = 0;
        int tool = NO_TOOL;
        int current = NONE; // the order that the machine deals with
        long settingUp = 0; // what is left of its setup
        while (arrived < count || !waiting.isEmpty() || current != NONE) {
            if (current == NONE && waiting.isEmpty()) {
                now = Math.max(now, orders[arriving[arrived]][0]);
            }
            while (arrived < count && orders[arriving[arrived]][0] <= now) {
                waiting.add(arriving[arrived++]);
            }
            if (current != NONE
                    && !waiting.isEmpty()
                    && orders[waiting.peek()][2] > orders[current][2]) {
                waiting.add(current);
                current = NONE;
            }
            if (current == NONE) {
                current = waiting.remove();
                settingUp = tool == orders[current][3] ? 0 : setup;
                tool = settingUp == 0 ? orders[current][3] : NO_TOOL;
            }

            long end = now + settingUp + left[current];
            if (arrived < count) end = Math.min(end, orders[arriving[arrived]][0]);
            long setUp = Math.min(settingUp, end - now);
            settingUp -= setUp;
            if (settingUp == 0) tool = orders[current][3];
            left[current] -= end - now - setUp;
            now = end;
            if (left[current] == 0) {
                finished[current] = now;
                current = NONE;
            }
        }
        return finished;
    }
}
