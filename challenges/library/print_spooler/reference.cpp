#include <algorithm>
#include <numeric>
#include <queue>
#include <tuple>
#include <vector>

template <class T>
using LeastFirst = std::priority_queue<T, std::vector<T>, std::greater<>>;

std::vector<long long> print_spooler(int printers, long long pause,
                                     const std::vector<std::vector<int>>& jobs) {
    const std::size_t count = jobs.size();
    std::vector<std::size_t> arriving(count);
    std::iota(arriving.begin(), arriving.end(), 0);
    std::stable_sort(arriving.begin(), arriving.end(),
                     [&](std::size_t a, std::size_t b) { return jobs[a][0] < jobs[b][0]; });
    LeastFirst<long long> free;  // when each printer is free again
    for (int printer = 0; printer < printers; ++printer) free.push(0);
    LeastFirst<std::tuple<int, int, std::size_t>> waiting;
    std::vector<long long> finished(count);
    std::size_t arrived = 0;
    long long now = 0;
    for (std::size_t round = 0; round < count; ++round) {
        now = std::max(now, free.top());
        free.pop();
        if (waiting.empty()) now = std::max<long long>(now, jobs[arriving[arrived]][0]);
        for (; arrived < count && jobs[arriving[arrived]][0] <= now; ++arrived) {
            const auto& job = jobs[arriving[arrived]];
            waiting.emplace(-job[2], job[0], arriving[arrived]);
        }
        const std::size_t index = std::get<2>(waiting.top());
        waiting.pop();
        finished[index] = now + jobs[index][1];
        free.push(finished[index] + pause);
    }
    return finished;
}
