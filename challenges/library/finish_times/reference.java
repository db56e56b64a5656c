import java.util.ArrayDeque;
import java.util.Queue;

class Solution {
    static long[] finish_times(long[] needs, long turn) {
        long[] left = needs.clone();
        long[] finished = new long[needs.length];
        Queue<Integer> queue = new ArrayDeque<>();
        for (int job = 0; job < needs.length; job++) {
            queue.add(job);
        }
        long now = 0;
        while (!queue.isEmpty()) {
            int job = queue.remove();
            now += Math.min(left[job], turn);
            left[job] -= turn;
            if (left[job] > 0) {
                queue.add(job);
            } else {
                finished[job] = now;
            }
        }
        return finished;
    }
}
