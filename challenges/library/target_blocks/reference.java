import java.util.Arrays;

class Solution {
    static long target_blocks(int[] values, long target, long fee) {
        // A block from sum s to sum t costs (t - target - s)^2 + fee: at the place t - target that
        // is a line with slope -2 s, apart from the square of the place.
        long[] sums = new long[values.length + 1];
        for (int index = 0; index < values.length; index++) {
            sums[index + 1] = sums[index] + values[index];
        }
        Lines lines = new Lines(Arrays.stream(sums).map(total -> total - target));
        long cost = 0;
        for (int index = 0; index < values.length; index++) {
            lines.add(new Line(-2 * sums[index], cost + sums[index] * sums[index]));
            long place = sums[index + 1] - target;
            cost = lines.lowest(place) + place * place + fee;
        }
        return cost;
    }
}

record Line(long slope, long height) {
    long at(long place) {
        return slope * place + height;
    }
}

/** Straight lines; asks for the lowest of them at one of some places (a Li Chao tree). */
class Lines {
    private final long[] places;
    private final Line[] lines; // by the node of the tree

    Lines(java.util.stream.LongStream places) {
        this.places = places.distinct().sorted().toArray();
        lines = new Line[4 * this.places.length];
    }

    void add(Line added) {
        int node = 1;
        int low = 0;
        int high = places.length - 1;
        while (lines[node] != null) {
            int middle = (low + high) / 2;
            Line old = lines[node];
            if (added.at(places[middle]) < old.at(places[middle])) {
                lines[node] = added;
                added = old;
            }
            if (low == high) return;
            // The line that is higher in the middle can only be lower on one side.
            if (added.slope() > lines[node].slope()) {
                node = 2 * node;
                high = middle;
            } else {
                node = 2 * node + 1;
                low = middle + 1;
            }
        }
        lines[node] = added;
    }

    long lowest(long place) {
        long best = Long.MAX_VALUE;
        int node = 1;
        int low = 0;
        int high = places.length - 1;
        while (lines[node] != null) {
            best = Math.min(best, lines[node].at(place));
            int middle = (low + high) / 2;
            if (low == high) break;
            if (place <= places[middle]) {
                node = 2 * node;
                high = middle;
            } else {
                node = 2 * node + 1;
                low = middle + 1;
            }
        }
        return best;
    }
}
