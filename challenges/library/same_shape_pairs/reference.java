import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class Solution {
    static long same_shape_pairs(List<String> words) {
        Map<List<Integer>, Long> counts = new HashMap<>();
        long pairs = 0;
        for (String word : words) {
            pairs += counts.merge(shape(word), 1L, Long::sum) - 1;
        }
        return pairs;
    }

    private static List<Integer> shape(String word) {
        Map<Character, Integer> numbers = new HashMap<>();
        List<Integer> shape = new ArrayList<>();
        for (char letter : word.toCharArray()) {
            numbers.putIfAbsent(letter, numbers.size());
            shape.add(numbers.get(letter));
        }
        return shape;
    }
}
