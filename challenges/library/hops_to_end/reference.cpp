#include <vector>

long long hops_to_end(std::vector<long long> arrows, long long start) {
    long long place = start;
    for (std::size_t hops = 0; hops < arrows.size(); ++hops) {
        if (arrows[place] == -1) return hops;
        place = arrows[place];
    }
    return -1;
}
