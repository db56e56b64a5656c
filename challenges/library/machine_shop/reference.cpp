#include <algorithm>
#include <numeric>
#include <queue>
#include <utility>
#include <vector>

std::vector<long long> machine_shop(long long setup, const std::vector<std::vector<int>>& orders) {
    constexpr int no_tool = -1, none = -1;
    const int count = static_cast<int>(orders.size());
    std::vector<int> arriving(count);
    std::iota(arriving.begin(), arriving.end(), 0);
    std::stable_sort(arriving.begin(), arriving.end(),
                     [&](int a, int b) { return orders[a][0] < orders[b][0]; });
    std::vector<long long> left, finished(count, 0);
    for (const auto& order : orders) left.push_back(order[1]);
    std::priority_queue<std::pair<int, int>> waiting;  // priority, and the opposite of the index
    long long now = 0;
    int arrived = 0, tool = no_tool;
    int current = none;        // the order that the machine deals with
    long long setting_up = 0;  // what is left of its setup
    while (arrived < count || !waiting.empty() || current != none) {
        if (current == none && waiting.empty()) {
            now = std::max<long long>(now, orders[arriving[arrived]][0]);
        }
        for (; arrived < count && orders[arriving[arrived]][0] <= now; ++arrived) {
            waiting.emplace(orders[arriving[arrived]][2], -arriving[arrived]);
        }
        if (current != none && !waiting.empty() && waiting.top().first > orders[current][2]) {
            waiting.emplace(orders[current][2], -current);
            current = none;
        }
        if (current == none) {
            current = -waiting.top().second;
            waiting.pop();
            setting_up = tool == orders[current][3] ? 0 : setup;
            tool = setting_up == 0 ? orders[current][3] : no_tool;
        }

        long long end = now + setting_up + left[current];
        if (arrived < count) end = std::min<long long>(end, orders[arriving[arrived]][0]);
        const long long set_up = std::min(setting_up, end - now);
        setting_up -= set_up;
        if (setting_up == 0) tool = orders[current][3];
        left[current] -= end - now - set_up;
        now = end;
        if (left[current] == 0) {
            finished[current] = now;
            current = none;
        }
    }
    return finished;
}
