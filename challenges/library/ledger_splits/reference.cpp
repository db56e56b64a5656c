#include <algorithm>
#include <limits>
#include <vector>

long long ledger_splits(const std::vector<int>& values, int shortest, int longest, int fee) {
    constexpr long long unreachable = std::numeric_limits<long long>::max() / 2;
    const int size = static_cast<int>(values.size());
    std::vector<long long> cheapest(size + 1, unreachable);  // of the first so many amounts
    cheapest[0] = 0;
    for (int end = 1; end <= size; ++end) {
        int low = values[end - 1], high = low;
        for (int length = 1; length <= std::min(longest, end); ++length) {
            low = std::min(low, values[end - length]);
            high = std::max(high, values[end - length]);
            if (length >= shortest) {
                const long long cost = cheapest[end - length] + fee + high - low;
                cheapest[end] = std::min(cheapest[end], cost);
            }
        }
    }
    return cheapest[size] >= unreachable ? -1 : cheapest[size];
}
