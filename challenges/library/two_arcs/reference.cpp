#include <algorithm>
#include <limits>
#include <optional>
#include <vector>

static constexpr long long never = std::numeric_limits<long long>::min() / 4;

// The largest sum of a walk that begins in stretch 0 with the first value.
static long long best(const std::vector<long long>& values, long long first, int first_arc) {
    long long totals[5] = {first, never, never, never, never};
    for (std::size_t index = 1; index < values.size(); ++index) {
        for (int stretch = 4; stretch >= 0; --stretch) {
            const long long entered = stretch > 0 ? totals[stretch - 1] : never;
            const long long gain = stretch % 2 == first_arc ? values[index] : 0;
            totals[stretch] = std::max(totals[stretch], entered) + gain;
        }
    }
    return std::max(totals[3], totals[4]);
}

std::optional<long long> two_arcs(const std::vector<long long>& values) {
    if (values.empty()) return std::nullopt;
    // Walking once around, one passes five stretches: gap, arc, gap, arc, gap if the first value is
    // in a gap, and arc, gap, arc, gap, arc, of which the outer two are one arc, if it is in an arc.
    const long long sum = std::max(best(values, 0, 1), best(values, values[0], 0));
    if (sum < never / 2) return std::nullopt;
    return sum;
}
