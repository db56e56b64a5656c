import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class Solution {
    static List<Long> log_cutting(long length, long[] marks) {
        int count = marks.length + 2;
        long[] places = Arrays.copyOf(marks, count); // the last two are 0 and the length
        places[count - 1] = length;
        Arrays.sort(places);
        long[][] cost = new long[count][count]; // of the piece between two places
        int[][] first = new int[count][count]; // where that piece is sawn first
        for (int width = 2; width < count; width++) {
            for (int left = 0; left + width < count; left++) {
                int right = left + width;
                cost[left][right] = Long.MAX_VALUE;
                for (int middle = left + 1; middle < right; middle++) {
                    long longer =
                            Math.max(places[middle] - places[left], places[right] - places[middle]);
                    long total = longer + cost[left][middle] + cost[middle][right];
                    if (total < cost[left][right]) {
                        cost[left][right] = total;
                        first[left][right] = middle;
                    }
                }
            }
        }
        List<Long> answer = new ArrayList<>(List.of(cost[0][count - 1]));
        addPlan(answer, places, first, 0, count - 1);
        return answer;
    }

    private static void addPlan(List<Long> plan, long[] places, int[][] first, int left, int right) {
        if (right - left < 2) return;
        int middle = first[left][right];
        plan.add(places[middle]);
        addPlan(plan, places, first, left, middle);
        addPlan(plan, places, first, middle, right);
    }
}
