import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

class Solution {
    static long reachable_stations(int count, int[][] links, int start, int rides) {
        List<List<Integer>> neighbours = new ArrayList<>();
        for (int station = 0; station < count; station++) {
            neighbours.add(new ArrayList<>());
        }
        for (int[] link : links) {
            neighbours.get(link[0]).add(link[1]);
            neighbours.get(link[1]).add(link[0]);
        }
        int[] distance = new int[count];
        Arrays.fill(distance, -1);
        distance[start] = 0;
        Queue<Integer> waiting = new ArrayDeque<>(List.of(start));
        long reached = 0;
        while (!waiting.isEmpty()) {
            int station = waiting.remove();
            reached++;
            if (distance[station] == rides) {
                continue;
            }
            for (int after : neighbours.get(station)) {
                if (distance[after] < 0) {
                    distance[after] = distance[station] + 1;
                    waiting.add(after);
                }
            }
        }
        return reached;
    }
}
