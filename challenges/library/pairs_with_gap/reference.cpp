#include <unordered_map>
#include <vector>

long long pairs_with_gap(std::vector<long long> values, long long gap) {
    std::unordered_map<long long, int> counts;
    for (long long value : values) ++counts[value];
    long long pairs = 0;
    for (const auto& [value, count] : counts) {
        if (gap == 0 ? count > 1 : counts.count(value + gap) > 0) ++pairs;
    }
    return pairs;
}
