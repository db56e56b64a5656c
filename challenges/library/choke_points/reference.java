import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

class Solution {
    static int[] choke_points(int posts, int[][] passages, int gate) {
        List<List<Integer>> leaving = new ArrayList<>();
        List<List<Integer>> entering = new ArrayList<>();
        for (int post = 0; post < posts; post++) {
            leaving.add(new ArrayList<>());
            entering.add(new ArrayList<>());
        }
        for (int[] passage : passages) {
            leaving.get(passage[0]).add(passage[1]);
            entering.get(passage[1]).add(passage[0]);
        }
        List<Integer> order = new ArrayList<>(); // of reachable posts, the gate first
        walk(gate, leaving, new boolean[posts], order);
        Collections.reverse(order); // the opposite of that in which they are left for good
        int[] number = new int[posts];
        Arrays.fill(number, -1);
        for (int index = 0; index < order.size(); index++) number[order.get(index)] = index;

        int[] nearest = nearest(order, number, entering);
        int[] cutOff = new int[posts];
        for (int index = order.size() - 1; index >= 0; index--) {
            int post = order.get(index);
            cutOff[post]++;
            if (index > 0) cutOff[order.get(nearest[index])] += cutOff[post];
        }
        return cutOff;
    }

    private static void walk(
            int post, List<List<Integer>> leaving, boolean[] seen, List<Integer> left) {
        seen[post] = true;
        for (int target : leaving.get(post)) {
            if (!seen[target]) walk(target, leaving, seen, left);
        }
        left.add(post);
    }

    /**
     * Of the posts that every way to a post passes, the last one before it. All by their numbers in
     * the order. It is improved until nothing changes any more.
     */
    private static int[] nearest(List<Integer> order, int[] number, List<List<Integer>> entering) {
        int[] nearest = new int[order.size()];
        Arrays.fill(nearest, 1, nearest.length, -1);
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int index = 1; index < nearest.length; index++) {
                int common = -1;
                for (int origin : entering.get(order.get(index))) {
                    int known = number[origin];
                    if (known < 0 || nearest[known] < 0) continue;
                    common = common < 0 ? known : common(common, known, nearest);
                }
                changed |= nearest[index] != common;
                nearest[index] = common;
            }
        }
        return nearest;
    }

    /** The last post that the ways to both have to pass. */
    private static int common(int one, int other, int[] nearest) {
        while (one != other) {
            if (one > other) one = nearest[one];
            else other = nearest[other];
        }
        return one;
    }
}
