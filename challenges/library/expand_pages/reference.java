import java.util.ArrayList;
import java.util.List;

class Solution {
    static List<Long> expand_pages(String text) {
        List<Long> pages = new ArrayList<>();
        if (text.isBlank()) {
            return pages;
        }
        for (String entry : text.split(",")) {
            String[] ends = entry.split("-");
            long begin = Long.parseLong(ends[0].strip());
            long end = Long.parseLong(ends[ends.length - 1].strip());
            long step = begin <= end ? 1 : -1;
            for (long page = begin; page != end + step; page += step) {
                pages.add(page);
            }
        }
        return pages;
    }
}
