import java.util.ArrayList;
import java.util.List;

class Solution {
    static long[] palindrome_census(String text, int shortest) {
        Palindromes palindromes = new Palindromes(text);
        long distinct = 0, occurrences = 0, best = 0;
        List<Node> nodes = palindromes.nodes;
        for (int index = nodes.size() - 1; index > 1; index--) { // before its suffix, an older node
            Node node = nodes.get(index);
            nodes.get(node.suffix).ends += node.ends;
            if (node.length < shortest) continue;
            distinct++;
            occurrences += node.ends;
            best = Math.max(best, node.length * node.ends);
        }
        return new long[] {distinct, occurrences, best};
    }
}

/** One palindrome. */
class Node {
    final int length;
    final int suffix; // the longest palindrome that it ends with
    final int[] wider = new int[26]; // what a letter on both sides makes of it; 0 is nothing yet
    long ends; // at how many places it is the longest palindrome that ends there

    Node(int length, int suffix) {
        this.length = length;
        this.suffix = suffix;
    }
}

/** All different palindromes of a text. Nodes 0 and 1 are imaginary, of length -1 and 0. */
class Palindromes {
    final List<Node> nodes = new ArrayList<>(List.of(new Node(-1, 0), new Node(0, 0)));
    private final String text;

    Palindromes(String text) {
        this.text = text;
        int last = 1;
        for (int at = 0; at < text.length(); at++) {
            int letter = text.charAt(at) - 'a';
            int inner = widened(last, at);
            Node node = nodes.get(inner);
            if (node.wider[letter] == 0) {
                int suffix = inner == 0 ? 1 : nodes.get(widened(node.suffix, at)).wider[letter];
                node.wider[letter] = nodes.size();
                nodes.add(new Node(node.length + 2, suffix));
            }
            last = node.wider[letter];
            nodes.get(last).ends++;
        }
    }

    /** The longest end of a palindrome that the letter at a place makes longer. */
    private int widened(int node, int at) {
        while (true) {
            int before = at - nodes.get(node).length - 1;
            if (before >= 0 && text.charAt(before) == text.charAt(at)) return node;
            node = nodes.get(node).suffix;
        }
    }
}
