#include <string>

std::string limit_repeats(std::string text, long long most) {
    std::string kept;
    long long length = 0;
    for (std::size_t place = 0; place < text.size(); ++place) {
        length = place > 0 && text[place] == text[place - 1] ? length + 1 : 1;
        if (length <= most) kept += text[place];
    }
    return kept;
}
