#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace {

using Places = std::uint32_t;  // a set of places of letters, as bits; place 0 is the start

struct Part {
    bool may_be_empty = true;
    Places first = 0, last = 0;
};

class Reader {
 public:
    explicit Reader(const std::string& pattern) : pattern_(pattern) {
        const Part whole = choice();
        following[0] = whole.first;
        ends = whole.last | (whole.may_be_empty ? 1 : 0);
    }

    std::string letters = " ";
    std::vector<Places> following = {0};  // by place: the places that may come next
    Places ends = 0;

 private:
    char next() const { return at_ < pattern_.size() ? pattern_[at_] : '\0'; }

    Part choice() {
        Part result = row();
        while (next() == '|') {
            ++at_;
            const Part other = row();
            result.may_be_empty |= other.may_be_empty;
            result.first |= other.first;
            result.last |= other.last;
        }
        return result;
    }

    Part row() {
        Part result;
        while (next() != '\0' && next() != '|' && next() != ')') {
            const Part part = repeated();
            join(result.last, part.first);
            if (result.may_be_empty) result.first |= part.first;
            result.last = part.last | (part.may_be_empty ? result.last : 0);
            result.may_be_empty &= part.may_be_empty;
        }
        return result;
    }

    Part repeated() {
        Part part = single();
        for (; next() == '*' || next() == '+' || next() == '?'; ++at_) {
            if (next() != '?') join(part.last, part.first);
            if (next() != '+') part.may_be_empty = true;
        }
        return part;
    }

    Part single() {
        const char letter = pattern_[at_++];
        if (letter == '(') {
            const Part part = choice();
            ++at_;
            return part;
        }
        const Places place = Places{1} << letters.size();
        letters += letter;
        following.push_back(0);
        return {false, place, place};
    }

    void join(Places lasts, Places firsts) {
        for (std::size_t place = 0; place < following.size(); ++place) {
            if (lasts >> place & 1) following[place] |= firsts;
        }
    }

    const std::string& pattern_;
    std::size_t at_ = 0;
};

}  // namespace

long long regex_census(const std::string& pattern, const std::string& letters, int length) {
    constexpr long long prime = 1'000'000'007;
    const Reader reader(pattern);
    std::vector<Places> fitting;
    for (const char letter : letters) {
        Places fits = 0;
        for (std::size_t place = 1; place < reader.letters.size(); ++place) {
            const char each = reader.letters[place];
            if (each == letter || each == '.') fits |= Places{1} << place;
        }
        fitting.push_back(fits);
    }
    // Words by the set of places where they may have ended: each word is in one set only.
    std::map<Places, long long> counts = {{1, 1}};
    for (int step = 0; step < length; ++step) {
        std::map<Places, long long> after;
        for (const auto& [ended, count] : counts) {
            Places reached = 0;
            for (std::size_t place = 0; place < reader.following.size(); ++place) {
                if (ended >> place & 1) reached |= reader.following[place];
            }
            for (const Places fits : fitting) {
                if ((reached & fits) == 0) continue;
                long long& known = after[reached & fits];
                known = (known + count) % prime;
            }
        }
        counts.swap(after);
    }
    long long total = 0;
    for (const auto& [ended, count] : counts) {
        if (ended & reader.ends) total += count;
    }
    return total % prime;
}
