#include <algorithm>
#include <vector>

long long longest_plateau(std::vector<long long> heights) {
    long long best = 0;
    long long length = 0;
    for (std::size_t place = 0; place < heights.size(); ++place) {
        length = place > 0 && heights[place] == heights[place - 1] ? length + 1 : 1;
        best = std::max(best, length);
    }
    return best;
}
