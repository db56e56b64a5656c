import java.util.HashMap;
import java.util.Map;

class Solution {
    static long longest_count_up(long[] values) {
        Map<Long, Long> lengthAt = new HashMap<>();
        long best = 0;
        for (long value : values) {
            long length = lengthAt.merge(value, lengthAt.getOrDefault(value - 1, 0L) + 1, Math::max);
            best = Math.max(best, length);
        }
        return best;
    }
}
