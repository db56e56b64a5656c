#include <numeric>
#include <vector>

namespace {

// Groups of people whose camps are known relative to a leader's.
class Camps {
 public:
    explicit Camps(int people) : leader_(people), differs_(people, 0) {
        std::iota(leader_.begin(), leader_.end(), 0);
    }

    bool accept(int one, int other, int difference) {
        const int one_leader = find(one), other_leader = find(other);
        const int between = differs_[one] ^ differs_[other] ^ difference;
        if (one_leader == other_leader) return between == 0;
        leader_[one_leader] = other_leader;
        differs_[one_leader] = between;
        return true;
    }

 private:
    // The last leader, which is the person's own one afterwards.
    int find(int person) {
        if (leader_[person] == person) return person;
        const int before = leader_[person];
        leader_[person] = find(before);
        differs_[person] ^= differs_[before];
        return leader_[person];
    }

    std::vector<int> leader_;
    std::vector<int> differs_;  // whether somebody is in another camp than their leader
};

}  // namespace

std::vector<int> parity_camps(int people, const std::vector<std::vector<int>>& claims) {
    Camps camps(people);
    std::vector<int> rejected;
    for (std::size_t index = 0; index < claims.size(); ++index) {
        const auto& claim = claims[index];
        if (!camps.accept(claim[0], claim[1], claim[2])) rejected.push_back(static_cast<int>(index));
    }
    return rejected;
}
