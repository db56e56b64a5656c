#include <vector>

long long tile_rows(long long length, std::vector<long long> tiles) {
    std::vector<long long> ways{1};
    for (long long covered = 1; covered <= length; ++covered) {
        long long total = 0;
        for (long long tile : tiles) {
            if (tile <= covered) total += ways[covered - tile];
        }
        ways.push_back(total % 1'000'000'007);
    }
    return ways.back();
}
