#include <algorithm>
#include <vector>

static long long capped(long long number, long long modulus) {
    return number < modulus ? number : number % modulus + modulus;
}

static long long totient(long long number) {
    long long result = number, rest = number;
    for (long long divisor = 2; divisor * divisor <= rest; ++divisor) {
        if (rest % divisor != 0) continue;
        result -= result / divisor;
        while (rest % divisor == 0) rest /= divisor;
    }
    return rest > 1 ? result - result / rest : result;
}

// Makes it a tower of the same value whose only zero, if there is one, is its only number.
static void remove_zeros(std::vector<long long>& values) {
    const auto start = std::find(values.begin(), values.end(), 0);
    if (start == values.end()) return;
    const auto end = std::find_if(start, values.end(), [](long long value) { return value != 0; });
    const bool is_zero = (end - start) % 2 == 1;  // 0 to the power of 0 is 1, and that of 1 is 0
    if (is_zero && start == values.begin()) {
        values = {0};
        return;
    }
    values.erase(is_zero ? start - 1 : start, values.end());
    values.push_back(1);
}

// The tower from a place on, capped: its remainder, plus the modulus if it is not less.
static long long tower(const std::vector<long long>& values, std::size_t start, long long modulus) {
    long long base = capped(values[start], modulus);
    if (start == values.size() - 1 || modulus == 1) return base;
    long long exponent = tower(values, start + 1, totient(modulus));
    long long result = 1;
    for (; exponent > 0; exponent /= 2) {
        if (exponent % 2 == 1) result = capped(result * base, modulus);
        base = capped(base * base, modulus);
    }
    return result;
}

long long tower_residue(std::vector<long long> values, long long modulus) {
    remove_zeros(values);
    return tower(values, 0, modulus) % modulus;
}
