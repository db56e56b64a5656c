import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class Solution {
    private record Corners(int one, int two, int three, int four) {}

    private record Place(int row, int column) {}

    static int[] repeated_tiles(String[] grid) {
        int limit = Math.min(grid.length, grid[0].length());
        // By the place of a tile's upper left corner a number: equal tiles, and only those, have the
        // same. For tiles with sides 1, 2, 4 and so on.
        List<int[][]> doubled = new ArrayList<>();
        int[][] letters = new int[grid.length][];
        for (int row = 0; row < grid.length; row++) letters[row] = grid[row].chars().toArray();
        doubled.add(letters);
        for (int half = 1; 2 * half <= limit; half *= 2) {
            doubled.add(ofSide(2 * half, half, doubled.get(doubled.size() - 1)));
        }
        int low = 0; // if a tile comes twice, so do the smaller ones in its corner
        int high = limit;
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (occurrences(middle, doubled) != null) low = middle;
            else high = middle - 1;
        }
        if (low == 0) return new int[] {0};
        List<Place> found = occurrences(low, doubled);
        Place first = found.get(0);
        Place second = found.get(1);
        return new int[] {low, first.row, first.column, second.row, second.column};
    }

    /** The places of the first tile that occurs more than once; null if there is none. */
    private static List<Place> occurrences(int side, List<int[][]> doubled) {
        int level = 31 - Integer.numberOfLeadingZeros(side);
        int[][] ids = ofSide(side, 1 << level, doubled.get(level));
        Map<Integer, List<Place>> places = new LinkedHashMap<>();
        for (int row = 0; row < ids.length; row++) {
            for (int column = 0; column < ids[0].length; column++) {
                places.computeIfAbsent(ids[row][column], number -> new ArrayList<>())
                        .add(new Place(row, column));
            }
        }
        return places.values().stream().filter(found -> found.size() > 1).findFirst().orElse(null);
    }

    /** The numbers of tiles, which are covered by four smaller ones in their corners. */
    private static int[][] ofSide(int side, int part, int[][] ids) {
        int gap = side - part;
        Map<Corners, Integer> known = new HashMap<>();
        int[][] result = new int[ids.length - gap][ids[0].length - gap];
        for (int row = 0; row < result.length; row++) {
            int[] upper = ids[row];
            int[] lower = ids[row + gap];
            for (int at = 0; at < result[0].length; at++) {
                Corners corners = new Corners(upper[at], upper[at + gap], lower[at], lower[at + gap]);
                result[row][at] = known.computeIfAbsent(corners, unknown -> known.size());
            }
        }
        return result;
    }
}
