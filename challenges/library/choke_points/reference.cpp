#include <algorithm>
#include <vector>

namespace {

using Lists = std::vector<std::vector<int>>;

void walk(int post, const Lists& leaving, std::vector<bool>& seen, std::vector<int>& left) {
    seen[post] = true;
    for (const int target : leaving[post]) {
        if (!seen[target]) walk(target, leaving, seen, left);
    }
    left.push_back(post);
}

// The last post that the ways to both have to pass.
int common(int one, int other, const std::vector<int>& nearest) {
    while (one != other) {
        int& later = one > other ? one : other;
        later = nearest[later];
    }
    return one;
}

// Of the posts that every way to a post passes, the last one before it. All by their numbers in the
// order. It is improved until nothing changes any more.
std::vector<int> nearest_posts(const std::vector<int>& order, const std::vector<int>& number,
                               const Lists& entering) {
    std::vector<int> nearest(order.size(), -1);
    nearest[0] = 0;
    for (bool changed = true; changed;) {
        changed = false;
        for (std::size_t index = 1; index < order.size(); ++index) {
            int best = -1;
            for (const int origin : entering[order[index]]) {
                const int known = number[origin];
                if (known < 0 || nearest[known] < 0) continue;
                best = best < 0 ? known : common(best, known, nearest);
            }
            changed |= nearest[index] != best;
            nearest[index] = best;
        }
    }
    return nearest;
}

}  // namespace

std::vector<int> choke_points(int posts, const std::vector<std::vector<int>>& passages, int gate) {
    Lists leaving(posts), entering(posts);
    for (const auto& passage : passages) {
        leaving[passage[0]].push_back(passage[1]);
        entering[passage[1]].push_back(passage[0]);
    }
    std::vector<int> order;  // of reachable posts, the gate first
    std::vector<bool> seen(posts, false);
    walk(gate, leaving, seen, order);
    std::reverse(order.begin(), order.end());  // the opposite of that in which they are left
    std::vector<int> number(posts, -1);
    for (std::size_t index = 0; index < order.size(); ++index) {
        number[order[index]] = static_cast<int>(index);
    }
    const std::vector<int> nearest = nearest_posts(order, number, entering);
    std::vector<int> cut_off(posts, 0);
    for (std::size_t index = order.size(); index-- > 0;) {
        ++cut_off[order[index]];
        if (index > 0) cut_off[order[nearest[index]]] += cut_off[order[index]];
    }
    return cut_off;
}
