import java.util.ArrayList;
import java.util.List;

class Solution {
    static List<String> quoted_fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean begins = true;
        boolean inside = false;
        for (int place = 0; place < line.length(); place++) {
            char letter = line.charAt(place);
            boolean isQuote = letter == '\'';
            if (inside && isQuote) {
                inside = line.startsWith("'", place + 1);
                if (inside) {
                    field.append('\'');
                    place++;
                }
            } else if (begins && isQuote) {
                inside = true;
            } else if (letter == ';' && !inside) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(letter);
            }
            begins = letter == ';' && !inside;
        }
        fields.add(field.toString());
        return fields;
    }
}
