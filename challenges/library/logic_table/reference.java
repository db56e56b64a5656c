import java.util.ArrayDeque;
import java.util.Deque;

class Solution {
    private static final String BINDS = ">|^&"; // the last most tightly

    static int logic_table(String formula) {
        StringBuilder steps = new StringBuilder();
        int mistake = translate(formula, steps);
        if (mistake > 0) return -mistake;
        int[] names = steps.chars().filter(Character::isLowerCase).distinct().toArray();
        int count = 0;
        for (int row = 0; row < 1 << names.length; row++) {
            boolean[] known = new boolean[128];
            known['1'] = true;
            for (int index = 0; index < names.length; index++) {
                known[names[index]] = (row >> index & 1) == 1;
            }
            if (value(steps, known)) count++;
        }
        return count;
    }

    /** Writes every sign after what it works on; returns the place of the first mistake, or 0. */
    private static int translate(String formula, StringBuilder steps) {
        Deque<Character> waiting = new ArrayDeque<>(); // signs and opening parentheses
        boolean hasOperand = false; // whether an operand has just ended
        for (int index = 0; index < formula.length(); index++) {
            char letter = formula.charAt(index);
            if (letter == ' ') continue;
            if (hasOperand && BINDS.indexOf(letter) >= 0) {
                while (!waiting.isEmpty() && goesFirst(waiting.peek(), letter)) {
                    steps.append(waiting.pop());
                }
                waiting.push(letter);
                hasOperand = false;
            } else if (hasOperand && letter == ')' && waiting.contains('(')) {
                while (waiting.peek() != '(') steps.append(waiting.pop());
                waiting.pop();
            } else if (!hasOperand && (letter == '!' || letter == '(')) {
                waiting.push(letter);
            } else if (!hasOperand && (letter == '0' || letter == '1' || Character.isLowerCase(letter))) {
                steps.append(letter);
                hasOperand = true;
            } else {
                return index + 1;
            }
        }
        if (!hasOperand || waiting.contains('(')) return formula.length() + 1;
        waiting.forEach(steps::append);
        return 0;
    }

    private static boolean goesFirst(char sign, char following) {
        if (sign == '(') return false;
        // Equal signs may stay in any order, but for implications, of which the last goes first.
        return sign == '!' || BINDS.indexOf(sign) > BINDS.indexOf(following);
    }

    private static boolean value(CharSequence steps, boolean[] known) {
        Deque<Boolean> values = new ArrayDeque<>();
        for (int index = 0; index < steps.length(); index++) {
            char step = steps.charAt(index);
            if (step == '!') {
                values.push(!values.pop());
            } else if (BINDS.indexOf(step) >= 0) {
                boolean right = values.pop();
                boolean left = values.pop();
                values.push(switch (step) {
                    case '&' -> left && right;
                    case '^' -> left != right;
                    case '|' -> left || right;
                    default -> !left || right;
                });
            } else {
                values.push(known[step]);
            }
        }
        return values.pop();
    }
}
