import java.util.ArrayList;
import java.util.List;

class Solution {
    private static final int[][] SIDES = {{-1, 0}, {1, 0}, {0, -1}, {0, 1}};

    static String[] gravity_blocks(String[] grid, int smallest) {
        char[][] cells = new char[grid.length][];
        for (int row = 0; row < grid.length; row++) cells[row] = grid[row].toCharArray();
        boolean vanished = true;
        for (int turns = 0; vanished; turns++) {
            fall(cells, turns % 4);
            vanished = vanish(cells, smallest);
        }
        String[] rest = new String[grid.length];
        for (int row = 0; row < grid.length; row++) rest[row] = new String(cells[row]);
        return rest;
    }

    /** Lets the blocks slide down (0), left (1), up (2) or right (3). */
    private static void fall(char[][] cells, int direction) {
        boolean vertical = direction % 2 == 0;
        boolean toEnd = direction == 0 || direction == 3;
        int lines = vertical ? cells[0].length : cells.length;
        int length = vertical ? cells.length : cells[0].length;
        for (int line = 0; line < lines; line++) {
            int next = toEnd ? length - 1 : 0; // where the next block comes to rest
            for (int step = 0; step < length; step++) {
                int place = toEnd ? length - 1 - step : step;
                char letter = vertical ? cells[place][line] : cells[line][place];
                if (letter == '.') continue;
                if (vertical) {
                    cells[place][line] = '.';
                    cells[next][line] = letter;
                } else {
                    cells[line][place] = '.';
                    cells[line][next] = letter;
                }
                next += toEnd ? -1 : 1;
            }
        }
    }

    private static boolean vanish(char[][] cells, int smallest) {
        boolean[][] seen = new boolean[cells.length][cells[0].length];
        List<int[]> doomed = new ArrayList<>();
        for (int row = 0; row < cells.length; row++) {
            for (int column = 0; column < cells[0].length; column++) {
                if (cells[row][column] == '.' || seen[row][column]) continue;
                List<int[]> group = group(cells, seen, row, column);
                if (group.size() >= smallest) doomed.addAll(group);
            }
        }
        for (int[] cell : doomed) cells[cell[0]][cell[1]] = '.';
        return !doomed.isEmpty();
    }

    private static List<int[]> group(char[][] cells, boolean[][] seen, int row, int column) {
        List<int[]> group = new ArrayList<>();
        group.add(new int[] {row, column});
        seen[row][column] = true;
        for (int at = 0; at < group.size(); at++) {
            for (int[] side : SIDES) {
                int y = group.get(at)[0] + side[0];
                int x = group.get(at)[1] + side[1];
                if (y < 0 || x < 0 || y >= cells.length || x >= cells[0].length || seen[y][x]) continue;
                if (cells[y][x] == cells[row][column]) {
                    seen[y][x] = true;
                    group.add(new int[] {y, x});
                }
            }
        }
        return group;
    }
}
