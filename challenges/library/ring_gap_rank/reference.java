import java.util.Arrays;

class Solution {
    static long ring_gap_rank(long[] points, long circumference, long rank) {
        int count = points.length;
        if (rank > (long) count * (count - 1) / 2) return -1;
        long[] places = Arrays.copyOf(points, 2 * count);
        Arrays.sort(places, 0, count);
        for (int index = 0; index < count; index++) {
            places[count + index] = places[index] + circumference;
        }
        long low = 0;
        long high = circumference / 2;
        while (low < high) {
            long middle = (low + high) / 2;
            if (gapsUpTo(middle, places) >= rank) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    /** How many gaps are at most the limit, which is less than half the ring. */
    private static long gapsUpTo(long limit, long[] places) {
        long total = 0;
        int last = 0;
        for (int first = 0; first < places.length / 2; first++) {
            while (places[last] <= places[first] + limit) last++;
            total += last - first - 1;
        }
        return total;
    }
}
