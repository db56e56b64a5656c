#include <sstream>
#include <string>
#include <vector>

std::vector<long long> expand_pages(std::string text) {
    std::vector<long long> pages;
    std::istringstream entries(text);
    std::string entry;
    while (std::getline(entries, entry, ',')) {
        if (entry.find_first_not_of(' ') == std::string::npos) continue;
        std::size_t hyphen = entry.find('-');
        long long begin = std::stoll(entry);
        long long end = hyphen == std::string::npos ? begin : std::stoll(entry.substr(hyphen + 1));
        long long step = begin <= end ? 1 : -1;
        for (long long page = begin; page != end + step; page += step) pages.push_back(page);
    }
    return pages;
}
