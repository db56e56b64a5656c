import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class Solution {
    static List<Integer> twin_branches(int[] parents, String labels) {
        int count = parents.length;
        List<List<Integer>> children = new ArrayList<>();
        for (int node = 0; node < count; node++) children.add(new ArrayList<>());
        List<Integer> order = new ArrayList<>(); // parents before children
        for (int node = 0; node < count; node++) {
            if (parents[node] < 0) order.add(node);
            else children.get(parents[node]).add(node);
        }
        for (int at = 0; at < count; at++) order.addAll(children.get(order.get(at)));
        Collections.reverse(order);

        Map<List<Integer>, Integer> kinds = new HashMap<>(); // kinds below and letter, to a number
        int[] kind = new int[count];
        int[] size = new int[count];
        List<List<Integer>> roots = new ArrayList<>(); // by kind
        for (int node : order) {
            size[node] = 1;
            List<Integer> key = new ArrayList<>();
            for (int child : children.get(node)) {
                key.add(kind[child]);
                size[node] += size[child];
            }
            Collections.sort(key);
            key.add((int) labels.charAt(node));
            kind[node] = kinds.computeIfAbsent(key, unknown -> kinds.size());
            if (kind[node] == roots.size()) roots.add(new ArrayList<>());
            roots.get(kind[node]).add(node);
        }
        roots.removeIf(nodes -> nodes.size() < 2);
        roots.forEach(Collections::sort);
        return roots.stream()
                .max(Comparator.<List<Integer>>comparingInt(nodes -> size[nodes.get(0)])
                        .thenComparingInt(List::size)
                        .thenComparingInt(nodes -> -nodes.get(0)))
                .orElse(List.of());
    }
}
