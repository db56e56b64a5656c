import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class Solution {
    static List<List<String>> bracelet_groups(List<String> words) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        for (String word : words) {
            String forward = leastRotation(word);
            String backward = leastRotation(new StringBuilder(word).reverse().toString());
            String bracelet = forward.compareTo(backward) < 0 ? forward : backward;
            groups.computeIfAbsent(bracelet, key -> new ArrayList<>()).add(word);
        }
        return new ArrayList<>(groups.values());
    }

    /** The rotation that comes first in the dictionary, in linear time. */
    private static String leastRotation(String word) {
        int size = word.length();
        int one = 0, other = 1, same = 0; // two starts that agree in so many letters
        while (one < size && other < size && same < size) {
            char left = word.charAt((one + same) % size);
            char right = word.charAt((other + same) % size);
            if (left == right) {
                same++;
                continue;
            }
            // No start among the letters that agreed can be the best one.
            if (left > right) one += same + 1;
            else other += same + 1;
            if (one == other) other++;
            same = 0;
        }
        int start = Math.min(one, other);
        return start < size ? word.substring(start) + word.substring(0, start) : word;
    }
}
