import java.util.ArrayList;
import java.util.List;

class Solution {
    static List<Integer> archive_rank(int[][] commands) {
        List<Tree> versions = new ArrayList<>(List.of(Tree.EMPTY));
        List<Integer> answers = new ArrayList<>();
        for (int[] command : commands) {
            Tree tree = versions.get(command[1]);
            int number = command[2];
            switch (command[0]) {
                case 0 -> versions.add(tree.changed(number, 1, Tree.BITS));
                case 1 -> {
                    boolean holds = tree.less(number + 1) > tree.less(number);
                    versions.add(holds ? tree.changed(number, -1, Tree.BITS) : tree);
                }
                case 2 -> answers.add(tree.at(number));
                default -> answers.add(tree.less(number));
            }
        }
        return answers;
    }
}

/** Numbers by their bits. It never changes; trees share what they have in common. */
class Tree {
    static final int BITS = 30; // the numbers are less than 2 to the power of this
    static final Tree EMPTY = new Tree(0, null, null);

    private final int size;
    private final Tree low;
    private final Tree high;

    private Tree(int size, Tree low, Tree high) {
        this.size = size;
        this.low = low == null ? this : low;
        this.high = high == null ? this : high;
    }

    Tree changed(int number, int difference, int bits) {
        int changed = size + difference;
        if (bits == 0) return new Tree(changed, EMPTY, EMPTY);
        if ((number >> (bits - 1) & 1) == 1) {
            return new Tree(changed, low, high.changed(number, difference, bits - 1));
        }
        return new Tree(changed, low.changed(number, difference, bits - 1), high);
    }

    int less(int number) {
        Tree tree = this;
        int less = 0;
        for (int bit = BITS - 1; bit >= 0; bit--) {
            boolean isHigh = (number >> bit & 1) == 1;
            if (isHigh) less += tree.low.size;
            tree = isHigh ? tree.high : tree.low;
        }
        return less;
    }

    int at(int place) {
        if (place > size) return -1;
        Tree tree = this;
        int number = 0;
        for (int bit = BITS - 1; bit >= 0; bit--) {
            if (place > tree.low.size) {
                place -= tree.low.size;
                number |= 1 << bit;
                tree = tree.high;
            } else {
                tree = tree.low;
            }
        }
        return number;
    }
}
