#include <algorithm>
#include <utility>
#include <vector>

namespace {

struct Network {
    std::vector<std::vector<std::pair<int, int>>> leaving;  // the town there, and the road
    std::vector<int> number;      // in the order of the visits
    std::vector<int> lowest;      // the lowest number reached from below over one other road
    std::vector<long long> size;  // towns at and below each
    int visited = 0;

    explicit Network(int towns) : leaving(towns), number(towns, -1), lowest(towns), size(towns, 1) {}

    // Adds the fragile roads, each with the number of towns behind it.
    void visit(int town, int arrival, std::vector<std::pair<int, long long>>& found) {
        number[town] = lowest[town] = visited++;
        for (const auto& [target, road] : leaving[town]) {
            if (number[target] < 0) {
                visit(target, road, found);
                size[town] += size[target];
                lowest[town] = std::min(lowest[town], lowest[target]);
                if (lowest[target] > number[town]) found.emplace_back(road, size[target]);
            } else if (road != arrival) {
                lowest[town] = std::min(lowest[town], number[target]);
            }
        }
    }
};

}  // namespace

std::vector<std::vector<long long>> fragile_roads(int towns,
                                                  const std::vector<std::vector<int>>& roads) {
    Network network(towns);
    for (int index = 0; index < static_cast<int>(roads.size()); ++index) {
        network.leaving[roads[index][0]].emplace_back(roads[index][1], index);
        network.leaving[roads[index][1]].emplace_back(roads[index][0], index);
    }
    std::vector<std::vector<long long>> fragile;
    for (int root = 0; root < towns; ++root) {
        if (network.number[root] >= 0) continue;
        std::vector<std::pair<int, long long>> found;
        network.visit(root, -1, found);
        for (const auto& [road, behind] : found) {
            fragile.push_back({road, behind * (network.size[root] - behind)});
        }
    }
    std::sort(fragile.begin(), fragile.end(), [](const auto& one, const auto& other) {
        return std::make_pair(-one[1], one[0]) < std::make_pair(-other[1], other[0]);
    });
    return fragile;
}
