#include <cstdlib>
#include <vector>

long long lift_log(long long start, long long most, std::vector<std::vector<long long>> calls) {
    long long travelled = 0;
    long long floor = start;
    long long people = 0;
    std::vector<long long> before;
    for (const auto& call : calls) {
        if (call == before && people < most) {
            ++people;
            continue;
        }
        travelled += std::llabs(call[0] - floor) + std::llabs(call[1] - call[0]);
        floor = call[1];
        people = 1;
        before = call;
    }
    return travelled;
}
