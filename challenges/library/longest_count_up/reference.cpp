#include <algorithm>
#include <unordered_map>
#include <vector>

long long longest_count_up(std::vector<long long> values) {
    std::unordered_map<long long, long long> length_at;
    long long best = 0;
    for (long long value : values) {
        auto before = length_at.find(value - 1);
        long long length = before == length_at.end() ? 1 : before->second + 1;
        long long& known = length_at[value];
        known = std::max(known, length);
        best = std::max(best, known);
    }
    return best;
}
