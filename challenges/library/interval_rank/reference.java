import java.util.Map;
import java.util.TreeMap;

class Solution {
    static Long interval_rank(int[][] runs, long rank) {
        TreeMap<Long, Long> change = new TreeMap<>();
        long total = 0;
        for (int[] run : runs) {
            long first = Math.min(run[0], run[1]);
            long last = Math.max(run[0], run[1]);
            long copies = run[2];
            change.merge(first, copies, Long::sum);
            change.merge(last + 1, -copies, Long::sum);
            total += (last - first + 1) * copies;
        }
        if (rank < 0) rank += total + 1;
        if (rank < 1 || rank > total) return null;
        long copies = 0;
        long position = 0;
        for (Map.Entry<Long, Long> each : change.entrySet()) {
            long passed = (each.getKey() - position) * copies; // every number from position on
            if (rank <= passed) break;
            rank -= passed;
            copies += each.getValue();
            position = each.getKey();
        }
        return position + (rank - 1) / copies;
    }
}
