#include <algorithm>
#include <string>
#include <vector>

std::string echo_phrase(const std::string& text, int gap) {
    const int size = static_cast<int>(text.size());
    int best_start = 0, best_length = 0;
    // common[j]: how far the texts that start at the row's index and at j agree.
    std::vector<int> below(size + 1, 0);
    for (int first = size - 1; first >= 0; --first) {
        std::vector<int> common(size + 1, 0);
        for (int second = first + 1; second < size; ++second) {
            if (text[first] == text[second]) common[second] = below[second + 1] + 1;
            const int length = std::min(common[second], second - first - gap);
            if (length >= best_length) {
                best_start = first;
                best_length = length;
            }
        }
        below.swap(common);
    }
    return text.substr(best_start, best_length);
}
