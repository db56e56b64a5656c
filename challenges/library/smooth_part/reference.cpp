long long smooth_part(long long number, long long bound) {
    long long part = 1;
    long long rest = number;
    for (long long factor = 2; factor * factor <= rest; ++factor) {
        while (rest % factor == 0) {
            rest /= factor;
            if (factor <= bound) part *= factor;
        }
    }
    return rest <= bound ? part * rest : part;
}
