import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

class Solution {
    private record Visit(long cost, int town, int left, boolean justUsed) {}

    static long toll_coupons(int towns, int[][] roads, int coupons, int start, int goal) {
        List<List<int[]>> leaving = new ArrayList<>();
        for (int town = 0; town < towns; town++) leaving.add(new ArrayList<>());
        for (int[] road : roads) leaving.get(road[0]).add(road);
        boolean[][][] settled = new boolean[towns][coupons + 1][2];
        PriorityQueue<Visit> waiting = new PriorityQueue<>(Comparator.comparingLong(Visit::cost));
        waiting.add(new Visit(0, start, coupons, false));
        while (!waiting.isEmpty()) {
            Visit visit = waiting.remove();
            if (visit.town == goal) return visit.cost;
            boolean[] state = settled[visit.town][visit.left];
            if (state[visit.justUsed ? 1 : 0]) continue;
            state[visit.justUsed ? 1 : 0] = true;
            for (int[] road : leaving.get(visit.town)) {
                waiting.add(new Visit(visit.cost + road[2], road[1], visit.left, false));
                if (visit.left > 0 && !visit.justUsed) {
                    waiting.add(new Visit(visit.cost + road[2] / 2, road[1], visit.left - 1, true));
                }
            }
        }
        return -1;
    }
}
