#include <array>
#include <unordered_map>
#include <vector>

namespace {

// Counters by place, of which the sum up to a place is asked for (a Fenwick tree).
class Sums {
 public:
    explicit Sums(int size) : tree_(size + 1, 0) {}

    // Lets a difference count from one place up to, and not at, another.
    void add_range(int start, int end, int difference) {
        add(start, difference);
        add(end, -difference);
    }

    int up_to(int place) const {
        int total = 0;
        for (int at = place + 1; at > 0; at &= at - 1) total += tree_[at];
        return total;
    }

 private:
    void add(int place, int difference) {
        const int size = static_cast<int>(tree_.size());
        for (int at = place + 1; at < size; at += at & -at) tree_[at] += difference;
    }

    std::vector<int> tree_;
};

}  // namespace

std::vector<int> exactly_twice(const std::vector<int>& values,
                               const std::vector<std::vector<int>>& windows) {
    const int size = static_cast<int>(values.size());
    std::vector<std::vector<std::size_t>> ending(size);
    for (std::size_t index = 0; index < windows.size(); ++index) {
        if (windows[index][0] <= windows[index][1]) ending[windows[index][1]].push_back(index);
    }
    // The sum up to a first index is the answer for the windows from there to the current end: a
    // value counts for those that begin after its last but two and not after its last but one.
    std::vector<int> answers(windows.size(), 0);
    Sums sums(size + 1);
    std::unordered_map<int, std::array<int, 3>> occurrences;  // the last three of each value
    for (int end = 0; end < size; ++end) {
        auto& [before, third, second] =
            occurrences.try_emplace(values[end], std::array<int, 3>{-1, -1, -1}).first->second;
        sums.add_range(before + 1, third + 1, -1);
        sums.add_range(third + 1, second + 1, 1);
        before = third;
        third = second;
        second = end;
        for (const std::size_t index : ending[end]) answers[index] = sums.up_to(windows[index][0]);
    }
    return answers;
}
