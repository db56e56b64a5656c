#include <vector>

// How many pairs of a start and an end are at an even distance.
static long long odd_windows(long long starts, long long ends) {
    return (starts * ends + 1) / 2;
}

// The sum of the largest values of all odd windows.
static long long sum_of_maxima(const std::vector<int>& values) {
    const int size = static_cast<int>(values.size());
    long long total = 0;
    std::vector<int> waiting;  // indices whose values decrease: no larger one has followed yet
    for (int index = 0; index <= size; ++index) {
        while (!waiting.empty() && (index == size || values[waiting.back()] <= values[index])) {
            const int top = waiting.back();
            waiting.pop_back();
            const int before = waiting.empty() ? -1 : waiting.back();
            total += values[top] * odd_windows(top - before, index - top);
        }
        waiting.push_back(index);
    }
    return total;
}

long long odd_window_spread(const std::vector<int>& values) {
    std::vector<int> negated;
    for (const int value : values) negated.push_back(-value);
    return sum_of_maxima(values) + sum_of_maxima(negated);
}
