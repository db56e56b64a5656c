#include <algorithm>
#include <vector>

std::vector<long long> count_in_ranges(
    std::vector<long long> values, std::vector<std::vector<long long>> ranges) {
    std::sort(values.begin(), values.end());
    std::vector<long long> counts;
    for (const auto& range : ranges) {
        auto from = std::lower_bound(values.begin(), values.end(), range[0]);
        auto to = std::upper_bound(values.begin(), values.end(), range[1]);
        counts.push_back(std::max<long long>(0, to - from));
    }
    return counts;
}
