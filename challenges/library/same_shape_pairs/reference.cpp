#include <map>
#include <string>
#include <unordered_map>
#include <vector>

std::vector<int> shape_of(const std::string& word) {
    std::unordered_map<char, int> numbers;
    std::vector<int> shape;
    for (char letter : word) {
        shape.push_back(numbers.try_emplace(letter, numbers.size()).first->second);
    }
    return shape;
}

long long same_shape_pairs(std::vector<std::string> words) {
    std::map<std::vector<int>, long long> counts;
    long long pairs = 0;
    for (const auto& word : words) pairs += counts[shape_of(word)]++;
    return pairs;
}
