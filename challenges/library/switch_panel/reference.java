import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

class Solution {
    static int[] switch_panel(int switches, int[][] rules) {
        Panel panel = new Panel(rules);
        int[] setting = new int[switches];
        for (int each = 1; each <= switches; each++) {
            // What is fulfilled so far forces nothing more, so it never has to be taken back.
            if (!panel.isKnown(each) && !panel.fulfil(-each) && !panel.fulfil(each)) return new int[0];
            setting[each - 1] = panel.fulfilled.contains(each) ? 1 : 0;
        }
        return setting;
    }
}

class Panel {
    final Set<Integer> fulfilled = new HashSet<>();
    // By wish: the wishes that have to be fulfilled with it.
    private final Map<Integer, List<Integer>> forced = new HashMap<>();

    Panel(int[][] rules) {
        for (int[] rule : rules) {
            forced.computeIfAbsent(-rule[0], wish -> new ArrayList<>()).add(rule[1]);
            forced.computeIfAbsent(-rule[1], wish -> new ArrayList<>()).add(rule[0]);
        }
    }

    boolean isKnown(int each) {
        return fulfilled.contains(each) || fulfilled.contains(-each);
    }

    /** Fulfils a wish and all that follows from it, if that is possible. */
    boolean fulfil(int wish) {
        List<Integer> added = new ArrayList<>(List.of(wish));
        fulfilled.add(wish);
        for (int at = 0; at < added.size(); at++) {
            for (int following : forced.getOrDefault(added.get(at), List.of())) {
                if (fulfilled.contains(-following)) {
                    added.forEach(fulfilled::remove);
                    return false;
                }
                if (fulfilled.add(following)) added.add(following);
            }
        }
        return true;
    }
}
