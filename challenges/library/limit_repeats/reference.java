class Solution {
    static String limit_repeats(String text, long most) {
        StringBuilder kept = new StringBuilder();
        long length = 0;
        for (int place = 0; place < text.length(); place++) {
            boolean again = place > 0 && text.charAt(place) == text.charAt(place - 1);
            length = again ? length + 1 : 1;
            if (length <= most) {
                kept.append(text.charAt(place));
            }
        }
        return kept.toString();
    }
}
