#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace {

// By the place of a tile's upper left corner a number: equal tiles, and only those, have the same.
using Ids = std::vector<std::vector<int>>;
using Place = std::pair<int, int>;

// The numbers of tiles, which are covered by four smaller ones in their corners.
Ids of_side(int side, int part, const Ids& ids) {
    const std::size_t gap = side - part;
    std::map<std::array<int, 4>, int> known;
    Ids result;
    for (std::size_t row = 0; row + gap < ids.size(); ++row) {
        result.emplace_back();
        for (std::size_t at = 0; at + gap < ids[0].size(); ++at) {
            const std::array<int, 4> corners = {ids[row][at], ids[row][at + gap],
                                                ids[row + gap][at], ids[row + gap][at + gap]};
            const int fresh = static_cast<int>(known.size());
            result.back().push_back(known.try_emplace(corners, fresh).first->second);
        }
    }
    return result;
}

// The places of the first tile that occurs more than once; empty if there is none.
std::vector<Place> occurrences(int side, const std::vector<Ids>& doubled) {
    int level = 0;
    while (2 << level <= side) ++level;
    const Ids ids = of_side(side, 1 << level, doubled[level]);
    std::map<int, std::vector<Place>> places;  // numbers are in the order of the first places
    for (std::size_t row = 0; row < ids.size(); ++row) {
        for (std::size_t column = 0; column < ids[0].size(); ++column) {
            places[ids[row][column]].emplace_back(row, column);
        }
    }
    for (auto& entry : places) {
        if (entry.second.size() > 1) return std::move(entry.second);
    }
    return {};
}

}  // namespace

std::vector<int> repeated_tiles(const std::vector<std::string>& grid) {
    const int limit = static_cast<int>(std::min(grid.size(), grid[0].size()));
    Ids letters;
    for (const std::string& row : grid) letters.emplace_back(row.begin(), row.end());
    std::vector<Ids> doubled = {letters};  // for sides 1, 2, 4 and so on
    for (int half = 1; 2 * half <= limit; half *= 2) {
        doubled.push_back(of_side(2 * half, half, doubled.back()));
    }
    int low = 0, high = limit;  // if a tile comes twice, so do the smaller ones in its corner
    while (low < high) {
        const int middle = (low + high + 1) / 2;
        if (occurrences(middle, doubled).empty()) high = middle - 1;
        else low = middle;
    }
    if (low == 0) return {0};
    const std::vector<Place> found = occurrences(low, doubled);
    return {low, found[0].first, found[0].second, found[1].first, found[1].second};
}
