#include <cstdint>
#include <map>
#include <numeric>
#include <vector>

namespace {

using Number = std::uint64_t;

// With these bases the test is right for all numbers of 64 bits.
constexpr Number bases[] = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37};

Number product(Number one, Number other, Number modulus) {
    return static_cast<Number>(static_cast<unsigned __int128>(one) * other % modulus);
}

Number power(Number base, Number exponent, Number modulus) {
    Number result = 1;
    for (; exponent > 0; exponent /= 2) {
        if (exponent % 2 == 1) result = product(result, base, modulus);
        base = product(base, base, modulus);
    }
    return result;
}

bool passes(Number number, Number base, Number odd, int twos) {
    Number value = power(base, odd, number);
    if (value == 1) return true;
    for (int round = 0; round < twos; ++round) {
        if (value == number - 1) return true;
        value = product(value, value, number);
    }
    return false;
}

// The test of Miller and Rabin; numbers are at least 2.
bool is_prime(Number number) {
    for (const Number base : bases) {
        if (number % base == 0) return number == base;
    }
    Number odd = number - 1;
    int twos = 0;
    for (; odd % 2 == 0; odd /= 2) ++twos;
    for (const Number base : bases) {
        if (!passes(number, base, odd, twos)) return false;
    }
    return true;
}

// A divisor of a composite number that is neither 1 nor the number, by Pollard's method.
Number divisor(Number number) {
    for (const Number base : bases) {
        if (number % base == 0) return base;
    }
    for (Number shift = 1;; ++shift) {
        const auto next = [&](Number value) {
            return (product(value, value, number) + shift) % number;
        };
        Number slow = 2, fast = 2, found = 1;
        while (found == 1) {
            slow = next(slow);
            fast = next(next(fast));
            found = std::gcd(slow > fast ? slow - fast : fast - slow, number);
        }
        if (found != number) return found;
    }
}

}  // namespace

std::vector<std::vector<long long>> prime_parts(long long number) {
    std::map<Number, long long> exponents;
    std::vector<Number> waiting = {static_cast<Number>(number)};
    while (!waiting.empty()) {
        const Number part = waiting.back();
        waiting.pop_back();
        if (part == 1) continue;
        if (is_prime(part)) {
            ++exponents[part];
        } else {
            const Number found = divisor(part);
            waiting.insert(waiting.end(), {found, part / found});
        }
    }
    std::vector<std::vector<long long>> parts;
    for (const auto& [prime, exponent] : exponents) {
        parts.push_back({static_cast<long long>(prime), exponent});
    }
    return parts;
}
