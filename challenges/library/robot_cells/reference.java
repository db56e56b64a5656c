import java.util.HashSet;
import java.util.Set;

class Solution {
    record Cell(int east, int north) {}

    static long robot_cells(String commands) {
        Cell here = new Cell(0, 0);
        Cell ahead = new Cell(0, 1);
        Set<Cell> seen = new HashSet<>(Set.of(here));
        for (char command : commands.toCharArray()) {
            if (command == 'L') {
                ahead = new Cell(-ahead.north(), ahead.east());
            } else if (command == 'R') {
                ahead = new Cell(ahead.north(), -ahead.east());
            } else if (command == 'F') {
                here = new Cell(here.east() + ahead.east(), here.north() + ahead.north());
                seen.add(here);
            }
        }
        return seen.size();
    }
}
