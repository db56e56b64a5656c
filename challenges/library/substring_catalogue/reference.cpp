#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <vector>

namespace {

// Stands for parts with the same ends in the text.
struct State {
    std::map<char, int> steps;
    int length = 0;        // of the longest part
    int link = -1;         // the state of the longest end that occurs more often
    int count = 0;         // of occurrences
    long long listed = 0;  // how many parts go on from here, with its own
};

// The suffix automaton of a text.
struct Automaton {
    std::vector<State> states = {State{}};

    explicit Automaton(const std::string& text) {
        int last = 0;
        for (const char letter : text) last = extend(last, letter);
        for (const int state : by_length()) {
            if (states[state].link >= 0) states[states[state].link].count += states[state].count;
        }
    }

    // All states, those with the longest parts first.
    std::vector<int> by_length() const {
        std::vector<int> order(states.size());
        std::iota(order.begin(), order.end(), 0);
        std::stable_sort(order.begin(), order.end(),
                         [&](int a, int b) { return states[a].length > states[b].length; });
        return order;
    }

    long long following(int state) const {
        long long sum = 0;
        for (const auto& step : states[state].steps) sum += states[step.second].listed;
        return sum;
    }

 private:
    int add(const State& state) {
        states.push_back(state);
        return static_cast<int>(states.size()) - 1;
    }

    int extend(int last, char letter) {
        const int fresh = add({{}, states[last].length + 1, 0, 1, 0});
        for (; last >= 0 && states[last].steps.count(letter) == 0; last = states[last].link) {
            states[last].steps[letter] = fresh;
        }
        if (last < 0) return fresh;
        int target = states[last].steps[letter];
        if (states[target].length != states[last].length + 1) {
            State shorter = states[target];
            shorter.length = states[last].length + 1;
            shorter.count = 0;
            const int copy = add(shorter);
            for (; last >= 0; last = states[last].link) {
                const auto step = states[last].steps.find(letter);
                if (step == states[last].steps.end() || step->second != target) break;
                step->second = copy;
            }
            states[target].link = copy;
            target = copy;
        }
        states[fresh].link = target;
        return fresh;
    }
};

}  // namespace

std::string substring_catalogue(const std::string& text, int times, long long place) {
    Automaton automaton(text);
    for (const int state : automaton.by_length()) {
        State& each = automaton.states[state];
        if (each.count >= times) each.listed = 1 + automaton.following(state);
    }
    if (place > automaton.following(0)) return "";
    std::string part;
    for (int state = 0; place > 0;) {
        for (const auto& [letter, target] : automaton.states[state].steps) {
            const long long listed = automaton.states[target].listed;
            if (place <= listed) {
                part += letter;
                state = target;
                --place;  // the part that ends here
                break;
            }
            place -= listed;
        }
    }
    return part;
}
