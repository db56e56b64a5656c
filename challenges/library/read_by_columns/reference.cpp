#include <algorithm>
#include <string>

std::string read_by_columns(std::string text, long long width) {
    const long long length = text.size();
    std::string read;
    for (long long column = 0; column < std::min(width, length); ++column) {
        for (long long place = column; place < length; place += width) read += text[place];
    }
    return read;
}
