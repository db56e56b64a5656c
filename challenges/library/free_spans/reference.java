import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

class Solution {
    static List<long[]> free_spans(long[][] bookings, long opens, long closes) {
        long[][] taken = Arrays.stream(bookings)
            .filter(it -> it[0] < it[1] && it[1] > opens && it[0] < closes)
            .sorted(Comparator.comparingLong(it -> it[0]))
            .toArray(long[][]::new);
        List<long[]> spans = new ArrayList<>();
        long freeFrom = opens;
        for (long[] booking : taken) {
            if (booking[0] > freeFrom) {
                spans.add(new long[] {freeFrom, booking[0]});
            }
            freeFrom = Math.max(freeFrom, booking[1]);
        }
        if (freeFrom < closes) {
            spans.add(new long[] {freeFrom, closes});
        }
        return spans;
    }
}
