import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class Solution {
    static List<Integer> balance_places(long[] weights) {
        List<Integer> found = new ArrayList<>();
        long before = 0;
        long after = Arrays.stream(weights).sum();
        for (int place = 0; place < weights.length; place++) {
            after -= weights[place];
            if (before == after) {
                found.add(place);
            }
            before += weights[place];
        }
        return found;
    }
}
