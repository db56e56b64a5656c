import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

class Solution {
    static long[] print_spooler(int printers, long pause, int[][] jobs) {
        Comparator<Integer> byArrival = Comparator.comparingInt(index -> jobs[index][0]);
        Comparator<Integer> byPriority = Comparator.comparingInt(index -> -jobs[index][2]);
        Integer[] arriving =
                IntStream.range(0, jobs.length).boxed().sorted(byArrival).toArray(Integer[]::new);
        PriorityQueue<Long> free = new PriorityQueue<>(); // when each printer is free again
        for (int count = 0; count < printers; count++) free.add(0L);
        PriorityQueue<Integer> waiting =
                new PriorityQueue<>(
                        byPriority.thenComparing(byArrival).thenComparing(Comparator.naturalOrder()));
        long[] finished = new long[jobs.length];
        int arrived = 0;
        long now = 0;
        for (int round = 0; round < jobs.length; round++) {
            now = Math.max(now, free.remove());
            if (waiting.isEmpty()) now = Math.max(now, jobs[arriving[arrived]][0]);
            while (arrived < jobs.length && jobs[arriving[arrived]][0] <= now) {
                waiting.add(arriving[arrived++]);
            }
            int index = waiting.remove();
            finished[index] = now + jobs[index][1];
            free.add(finished[index] + pause);
        }
        return finished;
    }
}
