import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class Solution {
    private static final int[] DOWN = {-1, 0, 1, 0};
    private static final int[] RIGHT = {0, 1, 0, -1};

    private record State(int row, int column, int direction, boolean confused) {}

    static long[] patrol_robot(String[] grid, int row, int column, long steps) {
        State state = new State(row, column, 0, false);
        Map<State, Integer> place = new HashMap<>();
        List<State> states = new ArrayList<>();
        List<Long> rung = new ArrayList<>(List.of(0L)); // how often after so many steps
        while (!place.containsKey(state) && states.size() < steps) {
            place.put(state, states.size());
            states.add(state);
            State next = after(grid, state);
            rung.add(rung.get(rung.size() - 1) + (rings(grid, state, next) ? 1 : 0));
            state = next;
        }
        long rings = rung.get(rung.size() - 1);
        if (states.size() < steps) {
            int start = place.get(state); // from there on the states come round and round
            int period = states.size() - start;
            int rest = (int) ((steps - start) % period);
            rings = rung.get(start + rest) + (steps - start) / period * (rings - rung.get(start));
            state = states.get(start + rest);
        }
        return new long[] {state.row, state.column, state.direction, rings};
    }

    private static State after(String[] grid, State state) {
        int height = grid.length;
        int width = grid[0].length();
        int row = (state.row + DOWN[state.direction] + height) % height;
        int column = (state.column + RIGHT[state.direction] + width) % width;
        char cell = grid[row].charAt(column);
        if (cell == '#') {
            return new State(state.row, state.column, (state.direction + 1) % 4, state.confused);
        }
        int turn = 0;
        if (cell == 'R' || cell == 'L') turn = (cell == 'R') != state.confused ? 1 : 3;
        boolean confused = state.confused != (cell == '?');
        return new State(row, column, (state.direction + turn) % 4, confused);
    }

    /** Whether a step ends on a bell: nothing else than a wall turns a robot on such a cell. */
    private static boolean rings(String[] grid, State before, State after) {
        boolean hasMoved = before.direction == after.direction;
        return hasMoved && grid[after.row].charAt(after.column) == '*';
    }
}
