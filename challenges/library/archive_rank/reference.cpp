#include <vector>

namespace {

constexpr int bits = 30;  // the numbers are less than 2 to the power of this

// Trees of numbers by their bits. A tree never changes; trees share what they have in common.
class Forest {
 public:
    // A tree with one number more or less.
    int changed(int tree, int number, int difference, int left = bits) {
        Node node = nodes_[tree];
        node.size += difference;
        if (left > 0) {
            const int bit = number >> (left - 1) & 1;
            const int part = changed(node.halves[bit], number, difference, left - 1);
            node.halves[bit] = part;
        }
        nodes_.push_back(node);
        return static_cast<int>(nodes_.size()) - 1;
    }

    int less(int tree, int number) const {
        int less = 0;
        for (int left = bits; left > 0; --left) {
            const int bit = number >> (left - 1) & 1;
            if (bit == 1) less += nodes_[nodes_[tree].halves[0]].size;
            tree = nodes_[tree].halves[bit];
        }
        return less;
    }

    int at(int tree, int place) const {
        if (place > nodes_[tree].size) return -1;
        int number = 0;
        for (int left = bits; left > 0; --left) {
            const int lower = nodes_[nodes_[tree].halves[0]].size;
            const int bit = place > lower ? 1 : 0;
            if (bit == 1) place -= lower;
            number = 2 * number + bit;
            tree = nodes_[tree].halves[bit];
        }
        return number;
    }

 private:
    struct Node {
        int size = 0;
        int halves[2] = {0, 0};
    };

    std::vector<Node> nodes_ = {Node{}};  // node 0 is the empty tree
};

}  // namespace

std::vector<int> archive_rank(const std::vector<std::vector<int>>& commands) {
    Forest forest;
    std::vector<int> versions = {0};
    std::vector<int> answers;
    for (const auto& command : commands) {
        const int tree = versions[command[1]], number = command[2];
        if (command[0] == 0) {
            versions.push_back(forest.changed(tree, number, 1));
        } else if (command[0] == 1) {
            const bool holds = forest.less(tree, number + 1) > forest.less(tree, number);
            versions.push_back(holds ? forest.changed(tree, number, -1) : tree);
        } else if (command[0] == 2) {
            answers.push_back(forest.at(tree, number));
        } else {
            answers.push_back(forest.less(tree, number));
        }
    }
    return answers;
}
