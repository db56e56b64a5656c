#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace {

class Cache {
 public:
    Cache(int capacity, int cap) : capacity_(capacity), cap_(cap) {}

    int read(int key) {
        const auto found = entries_.find(key);
        if (found == entries_.end()) return -1;
        const int value = found->second.value;
        put(key, value);
        return value;
    }

    void write(int key, int value) {
        if (capacity_ == 0) return;
        if (entries_.count(key) == 0 && static_cast<int>(entries_.size()) == capacity_) {
            remove(std::get<2>(*order_.begin()));
        }
        put(key, value);
    }

    int remove(int key) {
        const auto found = entries_.find(key);
        if (found == entries_.end()) return 0;
        const Entry entry = found->second;
        order_.erase({entry.counter, entry.time, key});
        entries_.erase(found);
        return entry.counter;
    }

 private:
    struct Entry {
        int value, counter, time;
    };

    // Makes an entry anew, with one use more than it had.
    void put(int key, int value) {
        const int counter = std::min(remove(key) + 1, cap_);
        entries_[key] = {value, counter, ++clock_};
        order_.emplace(counter, clock_, key);
    }

    int capacity_;
    int cap_;
    int clock_ = 0;
    std::unordered_map<int, Entry> entries_;
    std::set<std::tuple<int, int, int>> order_;  // counter, time of the last use, key
};

}  // namespace

std::vector<int> lfu_cache(int capacity, int cap, const std::vector<std::vector<int>>& commands) {
    Cache cache(capacity, cap);
    std::vector<int> answers;
    for (const auto& command : commands) {
        if (command[0] == 0) answers.push_back(cache.read(command[1]));
        else if (command[0] == 1) cache.write(command[1], command[2]);
        else answers.push_back(cache.remove(command[1]));
    }
    return answers;
}
