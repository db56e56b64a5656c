import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

class Solution {
    static List<long[]> fragile_roads(int towns, int[][] roads) {
        Network network = new Network(towns, roads);
        List<long[]> fragile = new ArrayList<>();
        for (int town = 0; town < towns; town++) {
            if (network.number[town] < 0) network.search(town, fragile);
        }
        fragile.sort(Comparator.<long[]>comparingLong(each -> -each[1]).thenComparing(each -> each[0]));
        return fragile;
    }
}

class Network {
    final int[] number; // in the order of the visits
    private final int[] lowest; // the lowest number reached from below over one other road
    private final long[] size; // towns at and below each
    private final List<List<int[]>> leaving = new ArrayList<>();
    private int visited = 0;

    Network(int towns, int[][] roads) {
        number = new int[towns];
        lowest = new int[towns];
        size = new long[towns];
        for (int town = 0; town < towns; town++) {
            number[town] = -1;
            leaving.add(new ArrayList<>());
        }
        for (int index = 0; index < roads.length; index++) {
            leaving.get(roads[index][0]).add(new int[] {roads[index][1], index});
            leaving.get(roads[index][1]).add(new int[] {roads[index][0], index});
        }
    }

    /** Visits all towns that are connected with one, and adds the fragile roads among them. */
    void search(int root, List<long[]> fragile) {
        List<long[]> found = new ArrayList<>();
        visit(root, -1, found);
        for (long[] each : found) {
            fragile.add(new long[] {each[0], each[1] * (size[root] - each[1])});
        }
    }

    private void visit(int town, int arrival, List<long[]> found) {
        number[town] = lowest[town] = visited++;
        size[town] = 1;
        for (int[] road : leaving.get(town)) {
            int target = road[0];
            if (number[target] < 0) {
                visit(target, road[1], found);
                size[town] += size[target];
                lowest[town] = Math.min(lowest[town], lowest[target]);
                if (lowest[target] > number[town]) found.add(new long[] {road[1], size[target]});
            } else if (road[1] != arrival) {
                lowest[town] = Math.min(lowest[town], number[target]);
            }
        }
    }
}
