#include <algorithm>
#include <string>
#include <utility>
#include <vector>

using Grid = std::vector<std::string>;
using Cells = std::vector<std::pair<int, int>>;

static Grid transposed(const Grid& grid) {
    Grid result(grid[0].size(), std::string(grid.size(), '.'));
    for (std::size_t row = 0; row < grid.size(); ++row) {
        for (std::size_t column = 0; column < grid[0].size(); ++column) {
            result[column][row] = grid[row][column];
        }
    }
    return result;
}

// Lets the blocks slide down (0), left (1), up (2) or right (3).
static Grid fallen(const Grid& grid, int direction) {
    const bool is_vertical = direction % 2 == 0, to_end = direction == 0 || direction == 3;
    Grid lines = is_vertical ? transposed(grid) : grid;
    for (std::string& line : lines) {
        std::stable_partition(line.begin(), line.end(),
                              [to_end](char letter) { return (letter == '.') == to_end; });
    }
    return is_vertical ? transposed(lines) : lines;
}

static Cells group_at(const Grid& grid, Grid& left, int row, int column) {
    Cells group = {{row, column}};
    const char letter = std::exchange(left[row][column], '.');
    for (std::size_t at = 0; at < group.size(); ++at) {
        for (const auto& [down, right] : Cells{{-1, 0}, {1, 0}, {0, -1}, {0, 1}}) {
            const int y = group[at].first + down, x = group[at].second + right;
            if (y < 0 || x < 0 || y >= static_cast<int>(grid.size())) continue;
            if (x >= static_cast<int>(grid[0].size()) || left[y][x] != letter) continue;
            left[y][x] = '.';
            group.emplace_back(y, x);
        }
    }
    return group;
}

Grid gravity_blocks(Grid grid, int smallest) {
    for (int turns = 0;; ++turns) {
        grid = fallen(grid, turns % 4);
        Grid left = grid;  // the blocks that are in no group yet
        Cells doomed;
        for (std::size_t row = 0; row < grid.size(); ++row) {
            for (std::size_t column = 0; column < grid[0].size(); ++column) {
                if (left[row][column] == '.') continue;
                const Cells group = group_at(grid, left, row, column);
                if (static_cast<int>(group.size()) < smallest) continue;
                doomed.insert(doomed.end(), group.begin(), group.end());
            }
        }
        if (doomed.empty()) return grid;
        for (const auto& [row, column] : doomed) grid[row][column] = '.';
    }
}
