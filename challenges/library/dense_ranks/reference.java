import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

class Solution {
    static long[] dense_ranks(long[] scores) {
        Long[] ordered = Arrays.stream(scores).boxed().distinct().toArray(Long[]::new);
        Arrays.sort(ordered, Collections.reverseOrder());
        Map<Long, Long> rank = new HashMap<>();
        for (long score : ordered) {
            rank.put(score, rank.size() + 1L);
        }
        return Arrays.stream(scores).map(rank::get).toArray();
    }
}
