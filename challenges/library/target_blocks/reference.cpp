#include <algorithm>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace {

struct Line {
    long long slope, height;
    long long at(long long place) const { return slope * place + height; }
};

// Straight lines; asks for the lowest of them at one of some places (a Li Chao tree).
class Lines {
 public:
    explicit Lines(std::vector<long long> places) : places_(std::move(places)) {
        std::sort(places_.begin(), places_.end());
        places_.erase(std::unique(places_.begin(), places_.end()), places_.end());
        lines_.resize(4 * places_.size());
    }

    void add(Line added) {
        std::size_t node = 1, low = 0, high = places_.size() - 1;
        while (lines_[node]) {
            const std::size_t middle = (low + high) / 2;
            if (added.at(places_[middle]) < lines_[node]->at(places_[middle])) {
                std::swap(added, *lines_[node]);
            }
            if (low == high) return;
            // The line that is higher in the middle can only be lower on one side.
            if (added.slope > lines_[node]->slope) {
                node = 2 * node;
                high = middle;
            } else {
                node = 2 * node + 1;
                low = middle + 1;
            }
        }
        lines_[node] = added;
    }

    long long lowest(long long place) const {
        long long best = std::numeric_limits<long long>::max();
        std::size_t node = 1, low = 0, high = places_.size() - 1;
        while (lines_[node]) {
            best = std::min(best, lines_[node]->at(place));
            const std::size_t middle = (low + high) / 2;
            if (low == high) break;
            if (place <= places_[middle]) {
                node = 2 * node;
                high = middle;
            } else {
                node = 2 * node + 1;
                low = middle + 1;
            }
        }
        return best;
    }

 private:
    std::vector<long long> places_;
    std::vector<std::optional<Line>> lines_;  // by the node of the tree
};

}  // namespace

long long target_blocks(const std::vector<int>& values, long long target, long long fee) {
    // A block from sum s to sum t costs (t - target - s)^2 + fee: at the place t - target that is a
    // line with slope -2 s, apart from the square of the place.
    std::vector<long long> sums = {0}, places = {-target};
    for (const int value : values) {
        sums.push_back(sums.back() + value);
        places.push_back(sums.back() - target);
    }
    Lines lines(places);
    long long cost = 0;
    for (std::size_t index = 0; index < values.size(); ++index) {
        lines.add({-2 * sums[index], cost + sums[index] * sums[index]});
        const long long place = places[index + 1];
        cost = lines.lowest(place) + place * place + fee;
    }
    return cost;
}
