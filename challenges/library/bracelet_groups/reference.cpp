#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

// The rotation that comes first in the dictionary, in linear time.
static std::string least_rotation(const std::string& word) {
    const std::size_t size = word.size();
    std::size_t one = 0, other = 1, same = 0;  // two starts that agree in so many letters
    while (one < size && other < size && same < size) {
        const char left = word[(one + same) % size], right = word[(other + same) % size];
        if (left == right) {
            ++same;
            continue;
        }
        // No start among the letters that agreed can be the best one.
        (left > right ? one : other) += same + 1;
        if (one == other) ++other;
        same = 0;
    }
    const std::size_t start = std::min(one, other);
    return word.substr(start) + word.substr(0, start);
}

std::vector<std::vector<std::string>> bracelet_groups(const std::vector<std::string>& words) {
    std::unordered_map<std::string, std::size_t> place;
    std::vector<std::vector<std::string>> groups;
    for (const std::string& word : words) {
        const std::string backward(word.rbegin(), word.rend());
        const std::string bracelet = std::min(least_rotation(word), least_rotation(backward));
        const auto [entry, is_new] = place.try_emplace(bracelet, groups.size());
        if (is_new) groups.emplace_back();
        groups[entry->second].push_back(word);
    }
    return groups;
}
