fn smooth_part(number: i64, bound: i64) -> i64 {
    let mut part = 1;
    let mut rest = number;
    let mut factor = 2;
    while factor * factor <= rest {
        while rest % factor == 0 {
            rest /= factor;
            part *= if factor <= bound { factor } else { 1 };
        }
        factor += 1;
    }
    if rest <= bound { part * rest } else { part }
}
