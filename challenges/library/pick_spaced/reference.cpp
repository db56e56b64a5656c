#include <algorithm>
#include <vector>

long long pick_spaced(std::vector<long long> values, long long space) {
    std::vector<long long> best{0};
    for (long long place = 0; place < static_cast<long long>(values.size()); ++place) {
        long long taken = values[place] + best[std::max(0LL, place - space)];
        best.push_back(std::max(best[place], taken));
    }
    return best.back();
}
