#include <algorithm>
#include <limits>
#include <vector>

using Row = std::vector<long long>;

static constexpr long long never = std::numeric_limits<long long>::max() / 8;

// The cost of the cheapest way, its junctions included but for the first.
static std::vector<Row> cheapest_ways(const Row& fees, const std::vector<std::vector<int>>& lines) {
    const std::size_t count = fees.size();
    std::vector<Row> way(count, Row(count, never));
    for (std::size_t junction = 0; junction < count; ++junction) way[junction][junction] = 0;
    for (const auto& line : lines) {
        const int one = line[0], other = line[1];
        way[one][other] = std::min(way[one][other], line[2] + fees[other]);
        way[other][one] = std::min(way[other][one], line[2] + fees[one]);
    }
    for (std::size_t middle = 0; middle < count; ++middle) {
        for (std::size_t one = 0; one < count; ++one) {
            for (std::size_t other = 0; other < count; ++other) {
                way[one][other] = std::min(way[one][other], way[one][middle] + way[middle][other]);
            }
        }
    }
    return way;
}

long long steiner_cable(const Row& fees, const std::vector<std::vector<int>>& lines,
                        const std::vector<int>& houses) {
    if (houses.empty()) return 0;
    const std::size_t count = fees.size(), sets = std::size_t{1} << houses.size();
    const std::vector<Row> way = cheapest_ways(fees, lines);
    // cost[s][j]: the cheapest network that holds the houses in set s (as bits) and junction j.
    std::vector<Row> cost(sets, Row(count, never));
    for (std::size_t index = 0; index < houses.size(); ++index) {
        const int house = houses[index];
        for (std::size_t junction = 0; junction < count; ++junction) {
            cost[std::size_t{1} << index][junction] = fees[house] + way[house][junction];
        }
    }
    for (std::size_t group = 1; group < sets; ++group) {
        Row joined = cost[group];
        for (std::size_t part = (group - 1) & group; part > 0; part = (part - 1) & group) {
            for (std::size_t junction = 0; junction < count; ++junction) {
                const long long both =
                    cost[part][junction] + cost[group ^ part][junction] - fees[junction];
                joined[junction] = std::min(joined[junction], both);
            }
        }
        for (std::size_t junction = 0; junction < count; ++junction) {
            for (std::size_t origin = 0; origin < count; ++origin) {
                cost[group][junction] =
                    std::min(cost[group][junction], joined[origin] + way[origin][junction]);
            }
        }
    }
    const long long best = *std::min_element(cost.back().begin(), cost.back().end());
    return best >= never / 2 ? -1 : best;
}
