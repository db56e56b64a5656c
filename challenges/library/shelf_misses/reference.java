import java.util.LinkedHashSet;
import java.util.List;

class Solution {
    static long shelf_misses(long room, List<String> wishes) {
        LinkedHashSet<String> shelf = new LinkedHashSet<>();
        long misses = 0;
        for (String book : wishes) {
            if (!shelf.remove(book)) {
                misses++;
            }
            shelf.add(book);
            if (shelf.size() > room) {
                shelf.remove(shelf.iterator().next());
            }
        }
        return misses;
    }
}
