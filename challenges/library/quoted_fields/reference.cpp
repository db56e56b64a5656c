#include <string>
#include <vector>

std::vector<std::string> quoted_fields(std::string line) {
    std::vector<std::string> fields;
    std::size_t place = 0;
    while (true) {
        std::string field;
        if (place < line.size() && line[place] == '\'') {
            ++place;
            while (line[place] != '\'' || line.compare(place, 2, "''") == 0) {
                place += line[place] == '\'' ? 1 : 0;
                field += line[place++];
            }
            ++place;
        } else {
            while (place < line.size() && line[place] != ';') field += line[place++];
        }
        fields.push_back(field);
        if (place >= line.size()) return fields;
        ++place;
    }
}
