import java.util.HashMap;
import java.util.Map;

class Solution {
    static long pairs_with_gap(long[] values, long gap) {
        Map<Long, Integer> counts = new HashMap<>();
        for (long value : values) {
            counts.merge(value, 1, Integer::sum);
        }
        return counts.entrySet().stream()
            .filter(it -> gap == 0 ? it.getValue() > 1 : counts.containsKey(it.getKey() + gap))
            .count();
    }
}
