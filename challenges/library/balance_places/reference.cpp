#include <numeric>
#include <vector>

std::vector<long long> balance_places(std::vector<long long> weights) {
    std::vector<long long> found;
    long long before = 0;
    long long after = std::accumulate(weights.begin(), weights.end(), 0LL);
    for (std::size_t place = 0; place < weights.size(); ++place) {
        after -= weights[place];
        if (before == after) found.push_back(place);
        before += weights[place];
    }
    return found;
}
