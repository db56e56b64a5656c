#include <algorithm>
#include <vector>

long long seen_from_ends(std::vector<long long> heights) {
    if (heights.empty()) return 0;
    // Both ends see rising posts up to the highest; where it occurs twice, each end sees its own.
    auto highest = *std::max_element(heights.begin(), heights.end());
    auto rising = [highest](auto from, auto to) {
        long long count = 1;
        for (auto top = *from; top < highest && from != to; ++from) {
            if (*from > top) {
                top = *from;
                ++count;
            }
        }
        return count;
    };
    long long both = rising(heights.begin(), heights.end()) + rising(heights.rbegin(), heights.rend());
    return both - (std::count(heights.begin(), heights.end(), highest) == 1);
}
