#include <iterator>
#include <map>
#include <unordered_map>
#include <vector>

namespace {

class Wall {
 public:
    explicit Wall(long long length) : stripes_{{0, 0}, {length, -1}}, painted_{{0, length}} {}

    void paint(long long start, long long end, long long colour) {
        split(start);
        split(end);
        for (auto stripe = stripes_.find(start); stripe->first != end;) {
            const auto next = std::next(stripe);
            painted_[stripe->second] -= next->first - stripe->first;
            stripes_.erase(stripe);
            stripe = next;
        }
        painted_[colour] += end - start;
        stripes_[start] = colour;
        merge(end);
        merge(start);
    }

    long long painted(long long colour) const {
        const auto found = painted_.find(colour);
        return found == painted_.end() ? 0 : found->second;
    }

    long long stretch(long long place) const {
        const auto after = stripes_.upper_bound(place);
        return after->first - std::prev(after)->first;
    }

 private:
    // Lets a stripe begin at a place.
    void split(long long place) {
        const auto before = std::prev(stripes_.upper_bound(place));
        stripes_.emplace(place, before->second);
    }

    // Makes one of the stripe that begins at a place and the one before, if they look the same.
    void merge(long long place) {
        const auto stripe = stripes_.find(place);
        if (stripe == stripes_.begin()) return;
        if (std::prev(stripe)->second == stripe->second) stripes_.erase(stripe);
    }

    // Where each stripe begins, and its colour; neighbours differ. At the end of the wall -1.
    std::map<long long, long long> stripes_;
    std::unordered_map<long long, long long> painted_;
};

}  // namespace

std::vector<long long> wall_painter(long long length,
                                    const std::vector<std::vector<long long>>& commands) {
    Wall wall(length);
    std::vector<long long> answers;
    for (const auto& command : commands) {
        if (command[0] == 1) answers.push_back(wall.painted(command[1]));
        else if (command[0] == 2) answers.push_back(wall.stretch(command[1]));
        else if (command[1] < command[2]) wall.paint(command[1], command[2], command[3]);
    }
    return answers;
}
