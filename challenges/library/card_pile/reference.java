import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

class Solution {
    static List<Long> card_pile(long[][] moves) {
        Deque<Long> pile = new ArrayDeque<>();
        List<Long> taken = new ArrayList<>();
        for (long[] move : moves) {
            if (move[0] == 1) {
                pile.addLast(move[1]);
            } else if (move[0] == 2) {
                pile.addFirst(move[1]);
            } else {
                for (long left = move[1]; left > 0; left--) {
                    Long card = move[0] == 3 ? pile.pollLast() : pile.pollFirst();
                    taken.add(card == null ? -1 : card);
                }
            }
        }
        return taken;
    }
}
