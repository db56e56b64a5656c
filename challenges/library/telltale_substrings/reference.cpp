#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

static bool is_better(const std::string& part, const std::string& known) {
    if (known.empty()) return true;
    return part.size() != known.size() ? part.size() < known.size() : part < known;
}

std::vector<std::string> telltale_substrings(const std::vector<std::string>& words) {
    constexpr int shared = -1;
    std::unordered_map<std::string, int> owner;
    for (int index = 0; index < static_cast<int>(words.size()); ++index) {
        const std::string& word = words[index];
        for (std::size_t start = 0; start < word.size(); ++start) {
            for (std::size_t length = 1; start + length <= word.size(); ++length) {
                const auto entry = owner.try_emplace(word.substr(start, length), index).first;
                if (entry->second != index) entry->second = shared;
            }
        }
    }
    std::vector<std::string> telltales(words.size());
    for (const auto& [part, index] : owner) {
        if (index != shared && is_better(part, telltales[index])) telltales[index] = part;
    }
    return telltales;
}
