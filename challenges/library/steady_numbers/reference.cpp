#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

constexpr int most_digits = 16;

class Steady {
 public:
    Steady(int step, int divisor)
        : step_(step),
          divisor_(divisor),
          endings_(most_digits, std::vector(10, std::vector<long long>(divisor, 0))) {
        for (auto& by_rest : endings_[0]) by_rest[0] = 1;
        for (int length = 1; length < most_digits; ++length) {
            for (int last = 0; last <= 9; ++last) {
                for (int rest = 0; rest < divisor; ++rest) {
                    const int highest = std::min(9, last + step);
                    for (int digit = std::max(0, last - step); digit <= highest; ++digit) {
                        endings_[length][last][rest] +=
                            endings_[length - 1][digit][(rest + digit) % divisor];
                    }
                }
            }
        }
    }

    // How many steady numbers are less than the limit.
    long long below(long long limit) const {
        const std::string digits = std::to_string(limit);
        const int size = static_cast<int>(digits.size());
        long long count = limit > 0 ? 1 : 0;  // the number 0
        for (int length = 1; length < size; ++length) {
            for (int first = 1; first <= 9; ++first) {
                count += endings_[length - 1][first][first % divisor_];
            }
        }
        int total = 0;
        for (int place = 0; place < size; ++place) {
            const int bound = digits[place] - '0';
            const auto fits = [&](int digit) {
                return place == 0 || std::abs(digit - (digits[place - 1] - '0')) <= step_;
            };
            for (int digit = place == 0 ? 1 : 0; digit < bound; ++digit) {
                if (!fits(digit)) continue;
                count += endings_[size - place - 1][digit][(total + digit) % divisor_];
            }
            if (!fits(bound)) break;
            total += bound;
        }
        return count;
    }

 private:
    int step_;
    int divisor_;
    // By digits to add, last digit, and sum so far by divisor: how many ways there are.
    std::vector<std::vector<std::vector<long long>>> endings_;
};

}  // namespace

long long steady_numbers(long long low, long long high, int step, int divisor) {
    const Steady steady(step, divisor);
    return steady.below(high + 1) - steady.below(low);
}
