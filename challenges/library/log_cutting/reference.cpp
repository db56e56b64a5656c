#include <algorithm>
#include <limits>
#include <vector>

using Places = std::vector<long long>;

static void add_plan(Places& plan, const Places& places, const std::vector<std::vector<int>>& first,
                     int left, int right) {
    if (right - left < 2) return;
    const int middle = first[left][right];
    plan.push_back(places[middle]);
    add_plan(plan, places, first, left, middle);
    add_plan(plan, places, first, middle, right);
}

Places log_cutting(long long length, const Places& marks) {
    Places places = marks;
    places.insert(places.end(), {0, length});
    std::sort(places.begin(), places.end());
    const int count = static_cast<int>(places.size());
    std::vector cost(count, Places(count, 0));             // of the piece between two places
    std::vector first(count, std::vector<int>(count, 0));  // where that piece is sawn first
    for (int width = 2; width < count; ++width) {
        for (int left = 0; left + width < count; ++left) {
            const int right = left + width;
            long long& best = cost[left][right];
            best = std::numeric_limits<long long>::max();
            for (int middle = left + 1; middle < right; ++middle) {
                const long long longer =
                    std::max(places[middle] - places[left], places[right] - places[middle]);
                const long long total = longer + cost[left][middle] + cost[middle][right];
                if (total < best) {
                    best = total;
                    first[left][right] = middle;
                }
            }
        }
    }
    Places answer = {cost[0][count - 1]};
    add_plan(answer, places, first, 0, count - 1);
    return answer;
}
