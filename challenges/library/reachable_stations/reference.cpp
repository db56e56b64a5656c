#include <queue>
#include <vector>

long long reachable_stations(
    long long count, std::vector<std::vector<long long>> links, long long start, long long rides) {
    std::vector<std::vector<long long>> neighbours(count);
    for (const auto& link : links) {
        neighbours[link[0]].push_back(link[1]);
        neighbours[link[1]].push_back(link[0]);
    }
    std::vector<long long> distance(count, -1);
    distance[start] = 0;
    std::queue<long long> waiting({start});
    long long reached = 0;
    for (; !waiting.empty(); waiting.pop()) {
        long long station = waiting.front();
        ++reached;
        if (distance[station] == rides) continue;
        for (long long after : neighbours[station]) {
            if (distance[after] >= 0) continue;
            distance[after] = distance[station] + 1;
            waiting.push(after);
        }
    }
    return reached;
}
