import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

class Solution {
    private static final int SHARED = -1;

    static String[] telltale_substrings(String[] words) {
        Map<String, Integer> owner = new HashMap<>();
        for (int index = 0; index < words.length; index++) {
            String word = words[index];
            for (int start = 0; start < word.length(); start++) {
                for (int end = start + 1; end <= word.length(); end++) {
                    owner.merge(
                            word.substring(start, end),
                            index,
                            (old, given) -> old.equals(given) ? old : SHARED);
                }
            }
        }
        String[] telltales = new String[words.length];
        Arrays.fill(telltales, "");
        owner.forEach((part, index) -> {
            if (index != SHARED && isBetter(part, telltales[index])) telltales[index] = part;
        });
        return telltales;
    }

    private static boolean isBetter(String part, String known) {
        if (known.isEmpty()) return true;
        if (part.length() != known.length()) return part.length() < known.length();
        return part.compareTo(known) < 0;
    }
}
