import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class Solution {
    static int[] exactly_twice(int[] values, int[][] windows) {
        List<List<Integer>> ending = new ArrayList<>();
        for (int end = 0; end < values.length; end++) ending.add(new ArrayList<>());
        for (int index = 0; index < windows.length; index++) {
            if (windows[index][0] <= windows[index][1]) ending.get(windows[index][1]).add(index);
        }
        // The sum up to a first index is the answer for the windows from there to the current end: a
        // value counts for those that begin after its last but two and not after its last but one.
        int[] answers = new int[windows.length];
        Sums sums = new Sums(values.length + 1);
        Map<Integer, int[]> occurrences = new HashMap<>(); // the last three of each value
        for (int end = 0; end < values.length; end++) {
            int[] last = occurrences.computeIfAbsent(values[end], value -> new int[] {-1, -1, -1});
            sums.addRange(last[0] + 1, last[1] + 1, -1);
            sums.addRange(last[1] + 1, last[2] + 1, 1);
            last[0] = last[1];
            last[1] = last[2];
            last[2] = end;
            for (int index : ending.get(end)) answers[index] = sums.upTo(windows[index][0]);
        }
        return answers;
    }
}

/** Counters by place, of which the sum up to a place is asked for (a Fenwick tree). */
class Sums {
    private final int[] tree;

    Sums(int size) {
        tree = new int[size + 1];
    }

    /** Lets a difference count from one place up to, and not at, another. */
    void addRange(int start, int end, int difference) {
        add(start, difference);
        add(end, -difference);
    }

    int upTo(int place) {
        int total = 0;
        for (int at = place + 1; at > 0; at &= at - 1) total += tree[at];
        return total;
    }

    private void add(int place, int difference) {
        for (int at = place + 1; at < tree.length; at += at & -at) tree[at] += difference;
    }
}
