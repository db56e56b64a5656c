#include <algorithm>
#include <numeric>
#include <vector>

static std::vector<long long> primes_up_to_root(long long high) {
    long long limit = 1;
    while ((limit + 1) * (limit + 1) <= high) ++limit;
    std::vector<bool> is_composite(limit + 1, false);
    std::vector<long long> found;
    for (long long number = 2; number <= limit; ++number) {
        if (is_composite[number]) continue;
        found.push_back(number);
        for (long long multiple = number * number; multiple <= limit; multiple += number) {
            is_composite[multiple] = true;
        }
    }
    return found;
}

std::vector<long long> smoothest_between(long long low, long long high) {
    const std::size_t size = high - low + 1;
    std::vector<long long> rest(size), largest(size, 1);
    std::iota(rest.begin(), rest.end(), low);  // what is left when primes are divided out
    for (const long long prime : primes_up_to_root(high)) {
        for (std::size_t index = (prime - low % prime) % prime; index < size; index += prime) {
            while (rest[index] % prime == 0) rest[index] /= prime;
            largest[index] = prime;
        }
    }
    // At most one prime above the root is left.
    for (std::size_t index = 0; index < size; ++index) {
        largest[index] = std::max(largest[index], rest[index]);
    }
    const auto best = std::min_element(largest.begin(), largest.end());
    return {low + (best - largest.begin()), *best};
}
