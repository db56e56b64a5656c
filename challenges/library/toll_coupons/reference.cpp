#include <queue>
#include <set>
#include <tuple>
#include <vector>

long long toll_coupons(int towns, const std::vector<std::vector<int>>& roads, int coupons,
                       int start, int goal) {
    std::vector<std::vector<std::pair<int, int>>> leaving(towns);
    for (const auto& road : roads) leaving[road[0]].emplace_back(road[1], road[2]);
    using Visit = std::tuple<long long, int, int, bool>;  // cost, town, coupons left, just used
    std::priority_queue<Visit, std::vector<Visit>, std::greater<>> waiting;
    std::set<std::tuple<int, int, bool>> settled;
    waiting.emplace(0, start, coupons, false);
    while (!waiting.empty()) {
        const auto [cost, town, left, just_used] = waiting.top();
        waiting.pop();
        if (town == goal) return cost;
        if (!settled.emplace(town, left, just_used).second) continue;
        for (const auto& [target, toll] : leaving[town]) {
            waiting.emplace(cost + toll, target, left, false);
            if (left > 0 && !just_used) waiting.emplace(cost + toll / 2, target, left - 1, true);
        }
    }
    return -1;
}
