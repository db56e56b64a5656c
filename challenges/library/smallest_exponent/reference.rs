use std::collections::HashMap;

/// After so many factors, common factors with a modulus of 32 bits get no more.
const SETTLED: u64 = 40;

fn smallest_exponent(base: u64, target: u64, modulus: u64, least: u64) -> i64 {
    let (base, target) = (base % modulus, target % modulus);
    let mut start = power(base, least, modulus);
    for step in 0..SETTLED {
        if start == target {
            return (least + step) as i64;
        }
        start = start * base % modulus;
    }
    // From here on, all powers are multiples of one divisor of the modulus; without it, the base
    // has no common factor with the modulus.
    let divisor = gcd(power(base, SETTLED, modulus), modulus);
    if target % divisor != 0 {
        return -1;
    }
    match steps_between(base, start / divisor, target / divisor, modulus / divisor) {
        Some(further) => (least + SETTLED + further) as i64,
        None => -1,
    }
}

/// The first number of factors that leads from start to target, by giant and baby steps.
fn steps_between(base: u64, start: u64, target: u64, modulus: u64) -> Option<u64> {
    let width = (modulus as f64).sqrt() as u64 + 1;
    let mut ahead = HashMap::new(); // target with so many factors, the largest number for each
    let mut value = target % modulus;
    for steps in 0..width {
        ahead.insert(value, steps);
        value = value * (base % modulus) % modulus;
    }
    let giant = power(base, width, modulus);
    value = start % modulus;
    for count in 0..=width {
        if let Some(further) = ahead.get(&value).and_then(|&back| (count * width).checked_sub(back)) {
            return Some(further);
        }
        value = value * giant % modulus;
    }
    None
}

fn power(base: u64, mut exponent: u64, modulus: u64) -> u64 {
    let (mut result, mut square) = (1 % modulus, base % modulus);
    while exponent > 0 {
        if exponent % 2 == 1 {
            result = result * square % modulus;
        }
        square = square * square % modulus;
        exponent /= 2;
    }
    result
}

fn gcd(one: u64, other: u64) -> u64 {
    if other == 0 { one } else { gcd(other, one % other) }
}
