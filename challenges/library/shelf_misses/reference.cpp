#include <list>
#include <string>
#include <unordered_map>
#include <vector>

long long shelf_misses(long long room, std::vector<std::string> wishes) {
    std::list<std::string> shelf;
    std::unordered_map<std::string, std::list<std::string>::iterator> places;
    long long misses = 0;
    for (const auto& book : wishes) {
        auto known = places.find(book);
        if (known == places.end()) {
            ++misses;
        } else {
            shelf.erase(known->second);
        }
        places[book] = shelf.insert(shelf.end(), book);
        if (static_cast<long long>(shelf.size()) > room) {
            places.erase(shelf.front());
            shelf.pop_front();
        }
    }
    return misses;
}
