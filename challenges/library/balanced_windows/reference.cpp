#include <deque>
#include <unordered_map>
#include <vector>

// How many windows have at most so many kinds, and no larger spread.
static long long with_at_most(std::size_t kinds, const std::vector<long long>& values,
                              long long spread) {
    if (kinds == 0) return 0;
    long long total = 0;
    std::size_t start = 0;
    std::unordered_map<long long, int> counts;
    std::deque<std::size_t> rising;   // no smaller value follows in the window
    std::deque<std::size_t> falling;  // no larger value follows
    for (std::size_t end = 0; end < values.size(); ++end) {
        ++counts[values[end]];
        while (!rising.empty() && values[rising.back()] > values[end]) rising.pop_back();
        rising.push_back(end);
        while (!falling.empty() && values[falling.back()] < values[end]) falling.pop_back();
        falling.push_back(end);
        while (counts.size() > kinds || values[falling.front()] - values[rising.front()] > spread) {
            if (--counts[values[start]] == 0) counts.erase(values[start]);
            if (rising.front() == start) rising.pop_front();
            if (falling.front() == start) falling.pop_front();
            ++start;
        }
        total += static_cast<long long>(end - start + 1);
    }
    return total;
}

long long balanced_windows(const std::vector<long long>& values, int kinds, long long spread) {
    return with_at_most(kinds, values, spread) - with_at_most(kinds - 1, values, spread);
}
