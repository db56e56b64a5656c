#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace {

struct Node {
    int length;
    int suffix;                     // the longest palindrome that it ends with
    std::array<int, 26> wider = {};  // what a letter on both sides makes of it; 0 is nothing yet
    long long ends = 0;             // at how many places it is the longest that ends there
};

// All different palindromes of a text. Nodes 0 and 1 are imaginary, of length -1 and 0.
std::vector<Node> palindromes(const std::string& text) {
    std::vector<Node> nodes = {{-1, 0}, {0, 0}};
    // The longest end of a palindrome that the letter at a place makes longer.
    const auto widened = [&](int node, int at) {
        for (;; node = nodes[node].suffix) {
            const int before = at - nodes[node].length - 1;
            if (before >= 0 && text[before] == text[at]) return node;
        }
    };
    int last = 1;
    for (int at = 0; at < static_cast<int>(text.size()); ++at) {
        const int letter = text[at] - 'a';
        const int inner = widened(last, at);
        if (nodes[inner].wider[letter] == 0) {
            const int length = nodes[inner].length + 2;
            const int suffix =
                inner == 0 ? 1 : nodes[widened(nodes[inner].suffix, at)].wider[letter];
            nodes[inner].wider[letter] = static_cast<int>(nodes.size());
            nodes.push_back({length, suffix});
        }
        last = nodes[inner].wider[letter];
        ++nodes[last].ends;
    }
    return nodes;
}

}  // namespace

std::vector<long long> palindrome_census(const std::string& text, int shortest) {
    std::vector<Node> nodes = palindromes(text);
    long long distinct = 0, occurrences = 0, best = 0;
    for (std::size_t index = nodes.size() - 1; index > 1; --index) {  // suffixes are older nodes
        const Node& node = nodes[index];
        nodes[node.suffix].ends += node.ends;
        if (node.length < shortest) continue;
        ++distinct;
        occurrences += node.ends;
        best = std::max(best, node.length * node.ends);
    }
    return {distinct, occurrences, best};
}
