#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

namespace {

const std::string binds = ">|^&";  // the last most tightly

bool is_sign(char letter) { return binds.find(letter) != std::string::npos; }

bool is_variable(char letter) { return letter >= 'a' && letter <= 'z'; }

bool goes_first(char sign, char following) {
    if (sign == '(') return false;
    // Equal signs may stay in any order, but for implications, of which the last goes first.
    return sign == '!' || binds.find(sign) > binds.find(following);
}

char taken(std::string& stack) {
    const char top = stack.back();
    stack.pop_back();
    return top;
}

// Writes every sign after what it works on; returns the place of the first mistake, or 0.
int translate(const std::string& formula, std::string& steps) {
    std::string waiting;       // signs and opening parentheses
    bool has_operand = false;  // whether an operand has just ended
    const auto is_open = [&] { return waiting.find('(') != std::string::npos; };
    for (std::size_t index = 0; index < formula.size(); ++index) {
        const char letter = formula[index];
        if (letter == ' ') continue;
        if (has_operand && is_sign(letter)) {
            while (!waiting.empty() && goes_first(waiting.back(), letter)) steps += taken(waiting);
            waiting += letter;
            has_operand = false;
        } else if (has_operand && letter == ')' && is_open()) {
            while (waiting.back() != '(') steps += taken(waiting);
            waiting.pop_back();
        } else if (!has_operand && (letter == '!' || letter == '(')) {
            waiting += letter;
        } else if (!has_operand && (letter == '0' || letter == '1' || is_variable(letter))) {
            steps += letter;
            has_operand = true;
        } else {
            return static_cast<int>(index) + 1;
        }
    }
    if (!has_operand || is_open()) return static_cast<int>(formula.size()) + 1;
    steps.append(waiting.rbegin(), waiting.rend());
    return 0;
}

bool value(const std::string& steps, const std::array<bool, 128>& known) {
    std::vector<bool> values;
    for (const char step : steps) {
        if (step == '!') {
            values.back() = !values.back();
        } else if (is_sign(step)) {
            const bool right = values.back();
            values.pop_back();
            const bool left = values.back();
            values.back() = step == '&'   ? left && right
                            : step == '^' ? left != right
                            : step == '|' ? left || right
                                          : !left || right;
        } else {
            values.push_back(known[step]);
        }
    }
    return values.back();
}

}  // namespace

int logic_table(const std::string& formula) {
    std::string steps;
    if (const int mistake = translate(formula, steps)) return -mistake;
    std::set<char> names;
    std::copy_if(steps.begin(), steps.end(), std::inserter(names, names.end()), is_variable);
    int count = 0;
    for (int row = 0; row < 1 << names.size(); ++row) {
        std::array<bool, 128> known = {};
        known['1'] = true;
        int bit = 0;
        for (const char name : names) known[name] = row >> bit++ & 1;
        count += value(steps, known);
    }
    return count;
}
