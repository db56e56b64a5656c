#include <algorithm>
#include <queue>
#include <vector>

std::vector<long long> finish_times(std::vector<long long> needs, long long turn) {
    std::vector<long long> finished(needs.size());
    std::queue<std::size_t> queue;
    for (std::size_t job = 0; job < needs.size(); ++job) queue.push(job);
    long long now = 0;
    for (; !queue.empty(); queue.pop()) {
        std::size_t job = queue.front();
        long long worked = std::min(needs[job], turn);
        now += worked;
        needs[job] -= worked;
        if (needs[job] > 0) {
            queue.push(job);
        } else {
            finished[job] = now;
        }
    }
    return finished;
}
