#include <string>
#include <unordered_map>
#include <vector>

long long closest_twins(std::vector<std::string> labels) {
    std::unordered_map<std::string, long long> last;
    long long best = -1;
    for (long long place = 0; place < static_cast<long long>(labels.size()); ++place) {
        auto [found, is_new] = last.try_emplace(labels[place], place);
        if (is_new) continue;
        long long distance = place - found->second;
        if (best == -1 || distance < best) best = distance;
        found->second = place;
    }
    return best;
}
