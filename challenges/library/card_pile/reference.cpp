#include <deque>
#include <vector>

std::vector<long long> card_pile(std::vector<std::vector<long long>> moves) {
    std::deque<long long> pile;
    std::vector<long long> taken;
    for (const auto& move : moves) {
        if (move[0] == 1) {
            pile.push_back(move[1]);
        } else if (move[0] == 2) {
            pile.push_front(move[1]);
        } else {
            for (long long left = move[1]; left > 0; --left) {
                if (pile.empty()) {
                    taken.push_back(-1);
                } else if (move[0] == 3) {
                    taken.push_back(pile.back());
                    pile.pop_back();
                } else {
                    taken.push_back(pile.front());
                    pile.pop_front();
                }
            }
        }
    }
    return taken;
}
