#include <functional>
#include <map>
#include <vector>

std::vector<long long> dense_ranks(std::vector<long long> scores) {
    std::map<long long, long long, std::greater<>> rank;
    for (long long score : scores) rank[score] = 0;
    long long next = 0;
    for (auto& entry : rank) entry.second = ++next;
    std::vector<long long> ranks;
    for (long long score : scores) ranks.push_back(rank[score]);
    return ranks;
}
