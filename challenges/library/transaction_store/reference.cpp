#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace {

using Value = std::optional<std::string>;

struct Store {
    std::unordered_map<std::string, std::string> values;
    std::unordered_map<std::string, int> counts;
    std::vector<std::pair<std::string, Value>> changes;  // a key and its value before
    std::vector<std::size_t> opened;  // how many changes there were when each was opened

    // Keeps a value, or none; returns what was there before.
    Value put(const std::string& key, const Value& value) {
        Value before;
        if (const auto found = values.find(key); found != values.end()) {
            before = found->second;
            --counts[*before];
            values.erase(found);
        }
        if (value) {
            values[key] = *value;
            ++counts[*value];
        }
        return before;
    }

    void change(const std::string& key, const Value& value) {
        changes.emplace_back(key, put(key, value));
    }

    // Closes the innermost transaction; false if none is open.
    bool close(bool undo) {
        if (opened.empty()) return false;
        const std::size_t start = opened.back();
        opened.pop_back();
        while (undo && changes.size() > start) {
            put(changes.back().first, changes.back().second);
            changes.pop_back();
        }
        return true;
    }
};

}  // namespace

std::vector<std::string> transaction_store(const std::vector<std::vector<std::string>>& commands) {
    Store store;
    std::vector<std::string> answers;
    for (const auto& command : commands) {
        const std::string& name = command[0];
        if (name == "set") {
            store.change(command[1], command[2]);
        } else if (name == "unset") {
            store.change(command[1], std::nullopt);
        } else if (name == "get") {
            const auto found = store.values.find(command[1]);
            answers.push_back(found == store.values.end() ? "none" : found->second);
        } else if (name == "count") {
            answers.push_back(std::to_string(store.counts[command[1]]));
        } else if (name == "begin") {
            store.opened.push_back(store.changes.size());
        } else if (!store.close(name == "rollback")) {
            answers.push_back("no transaction");
        }
    }
    return answers;
}
