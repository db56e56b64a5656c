#include <string>

long long seconds_of(char unit) {
    switch (unit) {
        case 'd': return 86'400;
        case 'h': return 3'600;
        case 'm': return 60;
        default: return 1;
    }
}

long long sum_durations(std::string text) {
    long long total = 0;
    long long number = 0;
    for (char letter : text) {
        if (letter >= '0' && letter <= '9') {
            number = number * 10 + (letter - '0');
        } else {
            total += number * seconds_of(letter);
            number = 0;
        }
    }
    return total;
}
