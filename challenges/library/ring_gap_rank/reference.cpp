#include <algorithm>
#include <vector>

long long ring_gap_rank(const std::vector<long long>& points, long long circumference,
                        long long rank) {
    const long long count = static_cast<long long>(points.size());
    if (rank > count * (count - 1) / 2) return -1;
    std::vector<long long> places = points;
    std::sort(places.begin(), places.end());
    for (long long index = 0; index < count; ++index) {
        places.push_back(places[index] + circumference);
    }
    // How many gaps are at most the limit, which is less than half the ring.
    const auto gaps_up_to = [&](long long limit) {
        long long total = 0, last = 0;
        for (long long first = 0; first < count; ++first) {
            while (places[last] <= places[first] + limit) ++last;
            total += last - first - 1;
        }
        return total;
    };
    long long low = 0, high = circumference / 2;
    while (low < high) {
        const long long middle = (low + high) / 2;
        if (gaps_up_to(middle) >= rank) high = middle;
        else low = middle + 1;
    }
    return low;
}
