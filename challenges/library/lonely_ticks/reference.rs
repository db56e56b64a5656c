fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn lonely_ticks(first: i64, second: i64, limit: i64) -> i64 {
    let period = first / gcd(first, second) * second;
    limit / first + limit / second - 2 * (limit / period)
}
