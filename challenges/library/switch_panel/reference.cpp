#include <map>
#include <set>
#include <vector>

namespace {

class Panel {
 public:
    explicit Panel(const std::vector<std::vector<int>>& rules) {
        for (const auto& rule : rules) {
            forced_[-rule[0]].push_back(rule[1]);
            forced_[-rule[1]].push_back(rule[0]);
        }
    }

    bool is_fulfilled(int wish) const { return fulfilled_.count(wish) > 0; }

    // Fulfils a wish and all that follows from it, if that is possible.
    bool fulfil(int wish) {
        std::vector<int> added = {wish};
        fulfilled_.insert(wish);
        for (std::size_t at = 0; at < added.size(); ++at) {
            for (const int following : forced_[added[at]]) {
                if (is_fulfilled(-following)) {
                    for (const int each : added) fulfilled_.erase(each);
                    return false;
                }
                if (fulfilled_.insert(following).second) added.push_back(following);
            }
        }
        return true;
    }

 private:
    std::map<int, std::vector<int>> forced_;  // by wish: those to be fulfilled with it
    std::set<int> fulfilled_;
};

}  // namespace

std::vector<int> switch_panel(int switches, const std::vector<std::vector<int>>& rules) {
    Panel panel(rules);
    std::vector<int> setting;
    for (int each = 1; each <= switches; ++each) {
        // What is fulfilled so far forces nothing more, so it never has to be taken back.
        const bool is_known = panel.is_fulfilled(each) || panel.is_fulfilled(-each);
        if (!is_known && !panel.fulfil(-each) && !panel.fulfil(each)) return {};
        setting.push_back(panel.is_fulfilled(each));
    }
    return setting;
}
