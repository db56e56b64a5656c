#include <cctype>
#include <string>
#include <vector>

std::string nth_letter(const std::string& pattern, long long position) {
    struct Block {
        std::size_t end = 0;
        long long body = 0, times = 0;
    };
    std::vector<Block> blocks(pattern.size());  // by opening parenthesis
    std::vector<std::size_t> opened;
    std::vector<long long> lengths = {0};
    long long number = 0;
    for (std::size_t index = 0; index < pattern.size(); ++index) {
        const char letter = pattern[index];
        if (std::isdigit(letter)) {
            number = 10 * number + (letter - '0');
        } else if (letter == '(') {
            blocks[index].times = number;
            number = 0;
            opened.push_back(index);
            lengths.push_back(0);
        } else if (letter == ')') {
            Block& block = blocks[opened.back()];
            opened.pop_back();
            block.end = index;
            block.body = lengths.back();
            lengths.pop_back();
            lengths.back() += block.times * block.body;
        } else {
            ++lengths.back();
        }
    }
    if (position < 0) position += lengths[0] + 1;
    if (position < 1 || position > lengths[0]) return "";
    long long left = position - 1;  // letters still to pass
    for (std::size_t index = 0;; ++index) {
        const char letter = pattern[index];
        if (letter == '(') {
            const Block& block = blocks[index];
            if (left < block.times * block.body) {
                left %= block.body;  // inside, where the end is never reached
            } else {
                left -= block.times * block.body;
                index = block.end;
            }
        } else if (std::isalpha(letter)) {
            if (left == 0) return std::string(1, letter);
            --left;
        }
    }
}
