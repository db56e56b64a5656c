import java.util.HashMap;
import java.util.List;
import java.util.Map;

class Solution {
    static long closest_twins(List<String> labels) {
        Map<String, Integer> last = new HashMap<>();
        long best = -1;
        for (int place = 0; place < labels.size(); place++) {
            Integer before = last.put(labels.get(place), place);
            if (before != null && (best == -1 || place - before < best)) {
                best = place - before;
            }
        }
        return best;
    }
}
