#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

namespace {

using Wide = __int128;

constexpr long long limit = 9'000'000'000'000'000;

struct ReadingError {
    int code;
    std::size_t place;
};

// Reads and works out at once; a mistake of working out is kept until all is read.
class Calculator {
 public:
    explicit Calculator(const std::string& text) : text_(text) {}

    std::vector<long long> mistake;

    long long whole() {
        const long long value = sum();
        if (next() != '\0') refuse();
        return value;
    }

 private:
    // The next character that is no space; zero at the end.
    char next() {
        while (at_ < text_.size() && text_[at_] == ' ') ++at_;
        return at_ < text_.size() ? text_[at_] : '\0';
    }

    [[noreturn]] void refuse() const { throw ReadingError{1, at_ + 1}; }

    void take(char letter) {
        if (next() != letter) refuse();
        ++at_;
    }

    long long sum() {
        long long value = product();
        for (char sign = next(); sign == '+' || sign == '-'; sign = next()) {
            const std::size_t place = ++at_;
            const long long other = product();
            value = checked(sign == '+' ? value + other : value - other, place);
        }
        return value;
    }

    long long product() {
        long long value = signed_value();
        for (char sign = next(); sign == '*' || sign == '/' || sign == '%'; sign = next()) {
            const std::size_t place = ++at_;
            const long long other = signed_value();
            if (sign == '*') {
                value = checked(Wide{value} * other, place);
            } else if (other == 0) {
                value = fail(4, place);
            } else {
                const long long rest = (value % other + other) % other;  // if it rounds down
                value = sign == '%' ? rest : (value - rest) / other;
            }
        }
        return value;
    }

    long long signed_value() {
        if (next() != '-') return power();
        ++at_;
        return -signed_value();
    }

    long long power() {
        const long long base = single();
        if (next() != '^') return base;
        const std::size_t place = ++at_;
        const long long exponent = signed_value();
        if (exponent < 0) return fail(4, place);
        // Sixty factors, or one more, are enough: for 0, 1 and -1 or to be beyond the limit.
        Wide value = 1;
        for (long long left = exponent > 60 ? 60 + exponent % 2 : exponent; left > 0; --left) {
            value *= base;
            if (value > limit || value < -limit) return fail(5, place);
        }
        return static_cast<long long>(value);
    }

    long long single() {
        const char letter = next();
        const std::size_t start = at_;
        if (letter == '(') {
            ++at_;
            const long long value = sum();
            take(')');
            return value;
        }
        if (letter >= '0' && letter <= '9') {
            Wide value = 0;
            for (; at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; ++at_) {
                value = std::min<Wide>(value * 10 + (text_[at_] - '0'), Wide{limit} + 1);
            }
            return checked(value, start + 1);
        }
        std::string name;
        while (at_ < text_.size() && text_[at_] >= 'a' && text_[at_] <= 'z') name += text_[at_++];
        if (name.empty()) refuse();
        if (name != "abs" && name != "gcd" && name != "min" && name != "max") {
            throw ReadingError{2, start + 1};
        }
        return call(name, start + 1);
    }

    long long call(const std::string& name, std::size_t place) {
        take('(');
        std::vector<long long> values = {sum()};
        while (next() == ',') {
            ++at_;
            values.push_back(sum());
        }
        take(')');
        const std::size_t wanted = name == "abs" ? 1 : name == "gcd" ? 2 : values.size();
        if (values.size() != wanted) throw ReadingError{3, place};
        if (name == "abs") return std::abs(values[0]);
        if (name == "gcd") return std::gcd(values[0], values[1]);
        const auto [least, most] = std::minmax_element(values.begin(), values.end());
        return name == "min" ? *least : *most;
    }

    long long checked(Wide value, std::size_t place) {
        const bool fits = -limit <= value && value <= limit;
        return fits ? static_cast<long long>(value) : fail(5, place);
    }

    // Notes the first mistake, and goes on with any number.
    long long fail(int code, std::size_t place) {
        if (mistake.empty()) mistake = {code, static_cast<long long>(place)};
        return 1;
    }

    const std::string& text_;
    std::size_t at_ = 0;
};

}  // namespace

std::vector<long long> expression_doctor(const std::string& text) {
    Calculator calculator(text);
    try {
        const long long value = calculator.whole();
        if (!calculator.mistake.empty()) return calculator.mistake;
        return {0, value};
    } catch (const ReadingError& error) {
        return {error.code, static_cast<long long>(error.place)};
    }
}
