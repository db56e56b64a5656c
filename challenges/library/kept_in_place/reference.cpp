#include <algorithm>
#include <vector>

std::vector<int> kept_in_place(const std::vector<long long>& heights, long long slack) {
    std::vector<long long> ranks = heights;
    std::sort(ranks.begin(), ranks.end());
    ranks.erase(std::unique(ranks.begin(), ranks.end()), ranks.end());
    const auto count_from = [&](long long value) {  // how many ranks are at least a value
        return ranks.end() - std::lower_bound(ranks.begin(), ranks.end(), value);
    };
    // tree: the most books that may stay from one of at least some height on (a Fenwick tree over
    // the heights in descending order).
    std::vector<int> tree(ranks.size() + 1, 0);
    std::vector<int> most(heights.size(), 0);  // from each book on, with it
    for (std::size_t index = heights.size(); index-- > 0;) {
        for (auto at = count_from(heights[index] - slack); at > 0; at -= at & -at) {
            most[index] = std::max(most[index], tree[at]);
        }
        ++most[index];
        const auto end = static_cast<std::ptrdiff_t>(tree.size());
        for (auto at = count_from(heights[index]); at < end; at += at & -at) {
            tree[at] = std::max(tree[at], most[index]);
        }
    }
    std::vector<int> kept;
    int missing = most.empty() ? 0 : *std::max_element(most.begin(), most.end());
    for (std::size_t index = 0; index < heights.size(); ++index) {
        // The first book that can go on for so long is never too low: else it could for longer.
        if (most[index] != missing) continue;
        kept.push_back(static_cast<int>(index));
        --missing;
    }
    return kept;
}
