#include <numeric>

long long lonely_ticks(long long first, long long second, long long limit) {
    return limit / first + limit / second - 2 * (limit / std::lcm(first, second));
}
