import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class Solution {
    static List<Long> wall_painter(long length, long[][] commands) {
        Wall wall = new Wall(length);
        List<Long> answers = new ArrayList<>();
        for (long[] command : commands) {
            if (command[0] == 1) answers.add(wall.painted.getOrDefault(command[1], 0L));
            else if (command[0] == 2) answers.add(wall.stretch(command[1]));
            else if (command[1] < command[2]) wall.paint(command[1], command[2], command[3]);
        }
        return answers;
    }
}

class Wall {
    /** Where each stripe begins, and its colour; neighbours differ. At the end of the wall -1. */
    private final TreeMap<Long, Long> stripes = new TreeMap<>();

    final Map<Long, Long> painted = new HashMap<>();

    Wall(long length) {
        stripes.put(0L, 0L);
        stripes.put(length, -1L);
        painted.put(0L, length);
    }

    void paint(long start, long end, long colour) {
        split(start);
        split(end);
        long place = start;
        while (place < end) {
            long next = stripes.higherKey(place);
            painted.merge(stripes.remove(place), place - next, Long::sum);
            place = next;
        }
        painted.merge(colour, end - start, Long::sum);
        stripes.put(start, colour);
        merge(end);
        merge(start);
    }

    long stretch(long place) {
        return stripes.higherKey(place) - stripes.floorKey(place);
    }

    /** Lets a stripe begin at a place. */
    private void split(long place) {
        stripes.putIfAbsent(place, stripes.floorEntry(place).getValue());
    }

    /** Makes one of the stripe that begins at a place and the one before, if they look the same. */
    private void merge(long place) {
        Map.Entry<Long, Long> before = stripes.lowerEntry(place);
        if (before != null && before.getValue().equals(stripes.get(place))) stripes.remove(place);
    }
}
