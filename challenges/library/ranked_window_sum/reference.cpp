#include <algorithm>
#include <optional>
#include <vector>

std::optional<long long> ranked_window_sum(const std::vector<int>& values, int shortest,
                                           long long rank) {
    const long long starts = std::max<long long>(0, static_cast<long long>(values.size()) - shortest + 1);
    if (rank > starts * (starts + 1) / 2) return std::nullopt;
    std::vector<long long> sums = {0};  // a window's sum is the difference of two of them
    for (const int value : values) sums.push_back(sums.back() + value);
    std::vector<long long> ordered = sums;
    std::sort(ordered.begin(), ordered.end());
    const auto count_from = [&](long long value) {  // how many sums are at least a value
        return ordered.end() - std::lower_bound(ordered.begin(), ordered.end(), value);
    };
    // How many windows have a sum of at most the limit.
    const auto windows_up_to = [&](long long limit) {
        std::vector<int> tree(sums.size() + 1, 0);  // starts by place (a Fenwick tree)
        const auto size = static_cast<std::ptrdiff_t>(tree.size());
        long long count = 0;
        for (std::size_t end = shortest; end < sums.size(); ++end) {
            for (auto at = count_from(sums[end - shortest]); at < size; at += at & -at) ++tree[at];
            for (auto at = count_from(sums[end] - limit); at > 0; at &= at - 1) count += tree[at];
        }
        return count;
    };
    long long high = ordered.back() - ordered.front(), low = -high;
    while (low < high) {
        const long long middle = low + (high - low) / 2;
        if (windows_up_to(middle) >= rank) high = middle;
        else low = middle + 1;
    }
    return low;
}
