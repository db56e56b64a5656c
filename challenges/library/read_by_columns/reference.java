class Solution {
    static String read_by_columns(String text, int width) {
        StringBuilder read = new StringBuilder();
        for (int column = 0; column < Math.min(width, text.length()); column++) {
            for (int place = column; place < text.length(); place += width) {
                read.append(text.charAt(place));
            }
        }
        return read.toString();
    }
}
