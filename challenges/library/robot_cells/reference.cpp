#include <set>
#include <string>
#include <utility>

long long robot_cells(std::string commands) {
    std::pair<int, int> here{0, 0};
    std::pair<int, int> ahead{0, 1};
    std::set<std::pair<int, int>> seen{here};
    for (char command : commands) {
        if (command == 'L') {
            ahead = {-ahead.second, ahead.first};
        } else if (command == 'R') {
            ahead = {ahead.second, -ahead.first};
        } else if (command == 'F') {
            here.first += ahead.first;
            here.second += ahead.second;
            seen.insert(here);
        }
    }
    return seen.size();
}
