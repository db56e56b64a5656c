import java.util.HashMap;
import java.util.Map;

class Solution {
    private static final long PRIME = 1_000_000_007;

    static long regex_census(String pattern, String letters, int length) {
        Reader reader = new Reader(pattern);
        int[] fitting = new int[letters.length()];
        for (int index = 0; index < fitting.length; index++) {
            for (int place = 1; place < reader.size; place++) {
                char letter = reader.letters[place];
                if (letter == '.' || letter == letters.charAt(index)) fitting[index] |= 1 << place;
            }
        }
        // Words by the set of places where they may have ended: each word is in one set only.
        Map<Integer, Long> counts = new HashMap<>(Map.of(1, 1L));
        for (int step = 0; step < length; step++) {
            Map<Integer, Long> after = new HashMap<>();
            counts.forEach((ended, count) -> {
                int reached = 0;
                for (int place = 0; place < reader.size; place++) {
                    if ((ended >> place & 1) == 1) reached |= reader.following[place];
                }
                for (int fits : fitting) {
                    if ((reached & fits) != 0) {
                        after.merge(reached & fits, count, (a, b) -> (a + b) % PRIME);
                    }
                }
            });
            counts = after;
        }
        long total = 0;
        for (Map.Entry<Integer, Long> each : counts.entrySet()) {
            if ((each.getKey() & reader.ends) != 0) total += each.getValue();
        }
        return total % PRIME;
    }
}

/** Reads a pattern; sets of places of its letters are bits, and place 0 is the start. */
class Reader {
    private record Part(boolean mayBeEmpty, int first, int last) {}

    final char[] letters = new char[31];
    final int[] following = new int[31]; // by place: the places that may come next
    final int ends;
    int size = 1;
    private final String pattern;
    private int at = 0;

    Reader(String pattern) {
        this.pattern = pattern;
        Part whole = choice();
        following[0] = whole.first;
        ends = whole.last | (whole.mayBeEmpty ? 1 : 0);
    }

    private boolean nextIsOneOf(String signs) {
        return at < pattern.length() && signs.indexOf(pattern.charAt(at)) >= 0;
    }

    private Part choice() {
        Part result = row();
        while (nextIsOneOf("|")) {
            at++;
            Part other = row();
            boolean mayBeEmpty = result.mayBeEmpty || other.mayBeEmpty;
            result = new Part(mayBeEmpty, result.first | other.first, result.last | other.last);
        }
        return result;
    }

    private Part row() {
        Part result = new Part(true, 0, 0);
        while (at < pattern.length() && !nextIsOneOf("|)")) {
            Part part = repeated();
            join(result.last, part.first);
            result =
                    new Part(
                            result.mayBeEmpty && part.mayBeEmpty,
                            result.first | (result.mayBeEmpty ? part.first : 0),
                            part.last | (part.mayBeEmpty ? result.last : 0));
        }
        return result;
    }

    private Part repeated() {
        Part part = single();
        for (; nextIsOneOf("*+?"); at++) {
            if (!nextIsOneOf("?")) join(part.last, part.first);
            if (!nextIsOneOf("+")) part = new Part(true, part.first, part.last);
        }
        return part;
    }

    private Part single() {
        char letter = pattern.charAt(at++);
        if (letter == '(') {
            Part part = choice();
            at++;
            return part;
        }
        letters[size] = letter;
        int place = 1 << size++;
        return new Part(false, place, place);
    }

    private void join(int lasts, int firsts) {
        for (int place = 0; place < size; place++) {
            if ((lasts >> place & 1) == 1) following[place] |= firsts;
        }
    }
}
