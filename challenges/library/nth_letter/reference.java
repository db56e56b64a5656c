import java.util.ArrayDeque;
import java.util.Deque;

class Solution {
    static String nth_letter(String pattern, long position) {
        int size = pattern.length();
        int[] closing = new int[size]; // for each opening parenthesis: where it ends,
        long[] body = new long[size]; // what it holds,
        long[] times = new long[size]; // and how often
        Deque<Integer> opened = new ArrayDeque<>();
        Deque<Long> outer = new ArrayDeque<>();
        long length = 0;
        long number = 0;
        for (int index = 0; index < size; index++) {
            char letter = pattern.charAt(index);
            if (Character.isDigit(letter)) {
                number = 10 * number + (letter - '0');
            } else if (letter == '(') {
                times[index] = number;
                number = 0;
                opened.push(index);
                outer.push(length);
                length = 0;
            } else if (letter == ')') {
                int start = opened.pop();
                closing[start] = index;
                body[start] = length;
                length = outer.pop() + times[start] * body[start];
            } else {
                length++;
            }
        }
        if (position < 0) position += length + 1;
        if (position < 1 || position > length) return "";
        long left = position - 1; // letters still to pass
        for (int index = 0; ; index++) {
            char letter = pattern.charAt(index);
            if (letter == '(') {
                if (left < times[index] * body[index]) {
                    left %= body[index]; // inside, where the end is never reached
                } else {
                    left -= times[index] * body[index];
                    index = closing[index];
                }
            } else if (Character.isLetter(letter)) {
                if (left == 0) return String.valueOf(letter);
                left--;
            }
        }
    }
}
