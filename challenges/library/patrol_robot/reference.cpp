#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

using State = std::tuple<int, int, int, bool>;  // row, column, direction, confused

// The state after a step, and whether a bell rings.
static std::pair<State, bool> after(const std::vector<std::string>& grid, const State& state) {
    constexpr int moves[4][2] = {{-1, 0}, {0, 1}, {1, 0}, {0, -1}};
    const int height = static_cast<int>(grid.size()), width = static_cast<int>(grid[0].size());
    const auto& [row, column, direction, confused] = state;
    const int next_row = (row + moves[direction][0] + height) % height;
    const int next_column = (column + moves[direction][1] + width) % width;
    const char cell = grid[next_row][next_column];
    if (cell == '#') return {{row, column, (direction + 1) % 4, confused}, false};
    int turn = 0;
    if (cell == 'R' || cell == 'L') turn = (cell == 'R') != confused ? 1 : 3;
    return {{next_row, next_column, (direction + turn) % 4, confused != (cell == '?')}, cell == '*'};
}

std::vector<long long> patrol_robot(const std::vector<std::string>& grid, int row, int column,
                                    long long steps) {
    State state = {row, column, 0, false};
    std::map<State, long long> place;
    std::vector<State> states;
    std::vector<long long> rung = {0};  // how often after so many steps
    while (place.count(state) == 0 && static_cast<long long>(states.size()) < steps) {
        place[state] = static_cast<long long>(states.size());
        states.push_back(state);
        const auto [next, rings] = after(grid, state);
        rung.push_back(rung.back() + rings);
        state = next;
    }
    long long rings = rung.back();
    if (static_cast<long long>(states.size()) < steps) {
        const long long start = place[state];  // from there on the states come round and round
        const long long period = static_cast<long long>(states.size()) - start;
        const long long rest = (steps - start) % period;
        rings = rung[start + rest] + (steps - start) / period * (rings - rung[start]);
        state = states[start + rest];
    }
    return {std::get<0>(state), std::get<1>(state), std::get<2>(state), rings};
}
