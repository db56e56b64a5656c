import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class Solution {
    static String substring_catalogue(String text, int times, long place) {
        Automaton automaton = new Automaton(text);
        for (State state : automaton.byLength()) {
            if (state.count >= times) state.listed = 1 + state.following();
        }
        State state = automaton.root;
        if (place > state.following()) return "";
        StringBuilder part = new StringBuilder();
        while (place > 0) {
            for (Map.Entry<Character, State> step : state.steps.entrySet()) {
                State target = step.getValue();
                if (place <= target.listed) {
                    part.append(step.getKey());
                    state = target;
                    place--; // the part that ends here
                    break;
                }
                place -= target.listed;
            }
        }
        return part.toString();
    }
}

/** Stands for parts with the same ends in the text. */
class State {
    final TreeMap<Character, State> steps;
    final int length; // of the longest part
    State link; // the state of the longest end that occurs more often
    int count; // of occurrences
    long listed; // how many parts go on from here, with its own

    State(TreeMap<Character, State> steps, int length, State link, int count) {
        this.steps = steps;
        this.length = length;
        this.link = link;
        this.count = count;
    }

    long following() {
        return steps.values().stream().mapToLong(target -> target.listed).sum();
    }
}

/** The suffix automaton of a text. */
class Automaton {
    final State root = new State(new TreeMap<>(), 0, null, 0);
    private final List<State> states = new ArrayList<>(List.of(root));

    Automaton(String text) {
        State last = root;
        for (char letter : text.toCharArray()) last = extend(last, letter);
        for (State state : byLength()) {
            if (state.link != null) state.link.count += state.count;
        }
    }

    /** All states, those with the longest parts first. */
    List<State> byLength() {
        List<State> sorted = new ArrayList<>(states);
        sorted.sort(Comparator.comparingInt(state -> -state.length));
        return sorted;
    }

    private State extend(State last, char letter) {
        State fresh = new State(new TreeMap<>(), last.length + 1, root, 1);
        states.add(fresh);
        for (; last != null && !last.steps.containsKey(letter); last = last.link) {
            last.steps.put(letter, fresh);
        }
        if (last == null) return fresh;
        State target = last.steps.get(letter);
        if (target.length != last.length + 1) {
            State shorter = new State(new TreeMap<>(target.steps), last.length + 1, target.link, 0);
            states.add(shorter);
            for (; last != null && last.steps.get(letter) == target; last = last.link) {
                last.steps.put(letter, shorter);
            }
            target.link = shorter;
            target = shorter;
        }
        fresh.link = target;
        return fresh;
    }
}
