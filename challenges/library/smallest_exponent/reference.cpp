#include <cmath>
#include <cstdint>
#include <numeric>
#include <unordered_map>

namespace {

using Number = std::uint64_t;  // a product of two remainders fits

Number power(Number base, Number exponent, Number modulus) {
    Number result = 1 % modulus;
    base %= modulus;
    for (; exponent > 0; exponent /= 2) {
        if (exponent % 2 == 1) result = result * base % modulus;
        base = base * base % modulus;
    }
    return result;
}

// The first number of factors that leads from start to target, by giant and baby steps; or -1.
long long steps_between(Number base, Number start, Number target, Number modulus) {
    const Number width = static_cast<Number>(std::sqrt(static_cast<double>(modulus))) + 1;
    std::unordered_map<Number, Number> ahead;  // target with so many factors, the largest number
    Number value = target % modulus;
    for (Number steps = 0; steps < width; ++steps) {
        ahead[value] = steps;
        value = value * (base % modulus) % modulus;
    }
    const Number giant = power(base, width, modulus);
    value = start % modulus;
    for (Number count = 0; count <= width; ++count) {
        const auto found = ahead.find(value);
        if (found != ahead.end() && found->second <= count * width) {
            return static_cast<long long>(count * width - found->second);
        }
        value = value * giant % modulus;
    }
    return -1;
}

}  // namespace

long long smallest_exponent(long long base, long long target, long long modulus, long long least) {
    // After so many factors, common factors with a modulus of 32 bits get no more.
    constexpr int settled = 40;
    const Number whole = modulus, factor = base % modulus, wanted = target % modulus;
    Number start = power(factor, least, whole);
    for (int step = 0; step < settled; ++step) {
        if (start == wanted) return least + step;
        start = start * factor % whole;
    }
    // From here on, all powers are multiples of one divisor of the modulus; without it, the base has
    // no common factor with the modulus.
    const Number divisor = std::gcd(power(factor, settled, whole), whole);
    if (wanted % divisor != 0) return -1;
    const long long further =
        steps_between(factor, start / divisor, wanted / divisor, whole / divisor);
    return further < 0 ? -1 : least + settled + further;
}
