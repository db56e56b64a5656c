#include <algorithm>
#include <vector>

using Spans = std::vector<std::vector<long long>>;

Spans free_spans(Spans bookings, long long opens, long long closes) {
    std::sort(bookings.begin(), bookings.end());
    Spans spans;
    long long free_from = opens;
    for (const auto& booking : bookings) {
        if (booking[0] == booking[1]) continue;
        long long until = std::min(booking[0], closes);
        if (until > free_from) spans.push_back({free_from, until});
        free_from = std::max(free_from, booking[1]);
    }
    if (free_from < closes) spans.push_back({free_from, closes});
    return spans;
}
