#include <string>
#include <vector>

void move_last(std::vector<std::string>& from, std::vector<std::string>& to) {
    if (from.empty()) return;
    to.push_back(from.back());
    from.pop_back();
}

std::vector<std::string> undo_redo(std::vector<std::string> edits) {
    std::vector<std::string> words;
    std::vector<std::string> undone;
    for (const auto& edit : edits) {
        if (edit == "undo") {
            move_last(words, undone);
        } else if (edit == "redo") {
            move_last(undone, words);
        } else {
            words.push_back(edit);
            undone.clear();
        }
    }
    return words;
}
