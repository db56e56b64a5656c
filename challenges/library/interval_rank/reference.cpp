#include <algorithm>
#include <map>
#include <optional>
#include <vector>

std::optional<long long> interval_rank(const std::vector<std::vector<long long>>& runs,
                                       long long rank) {
    std::map<long long, long long> change;
    long long total = 0;
    for (const auto& run : runs) {
        const auto [first, last] = std::minmax(run[0], run[1]);
        change[first] += run[2];
        change[last + 1] -= run[2];
        total += (last - first + 1) * run[2];
    }
    if (rank < 0) rank += total + 1;
    if (rank < 1 || rank > total) return std::nullopt;
    long long copies = 0, position = 0;
    for (const auto& [start, difference] : change) {
        const long long passed = (start - position) * copies;  // every number from position on
        if (rank <= passed) break;
        rank -= passed;
        copies += difference;
        position = start;
    }
    return position + (rank - 1) / copies;
}
