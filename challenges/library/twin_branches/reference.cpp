#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <vector>

std::vector<int> twin_branches(const std::vector<int>& parents, const std::string& labels) {
    const int count = static_cast<int>(parents.size());
    std::vector<std::vector<int>> children(count);
    std::vector<int> order;  // parents before children
    for (int node = 0; node < count; ++node) {
        if (parents[node] < 0) order.push_back(node);
        else children[parents[node]].push_back(node);
    }
    for (int at = 0; at < count; ++at) {
        const auto& next = children[order[at]];
        order.insert(order.end(), next.begin(), next.end());
    }
    std::map<std::pair<char, std::vector<int>>, int> kinds;  // letter and kinds below
    std::vector<int> kind(count), size(count, 1);
    std::vector<std::vector<int>> roots;  // by kind
    for (auto each = order.rbegin(); each != order.rend(); ++each) {
        std::vector<int> below;
        for (const int child : children[*each]) {
            below.push_back(kind[child]);
            size[*each] += size[child];
        }
        std::sort(below.begin(), below.end());
        const int fresh = static_cast<int>(kinds.size());
        kind[*each] = kinds.try_emplace({labels[*each], below}, fresh).first->second;
        roots.resize(kinds.size());
        roots[kind[*each]].push_back(*each);
    }
    std::vector<int> best;
    const auto rank = [&](const std::vector<int>& nodes) {
        return std::make_tuple(size[nodes[0]], nodes.size(), -nodes[0]);
    };
    for (auto& nodes : roots) {
        if (nodes.size() < 2) continue;
        std::sort(nodes.begin(), nodes.end());
        if (best.empty() || rank(nodes) > rank(best)) best = nodes;
    }
    return best;
}
