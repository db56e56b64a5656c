use std::collections::BTreeMap;

// With these bases the test is right for all numbers of 64 bits.
const BASES: [u64; 12] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37];

fn prime_parts(number: u64) -> Vec<Vec<u64>> {
    let mut exponents = BTreeMap::new();
    let mut waiting = vec![number];
    while let Some(part) = waiting.pop() {
        if part == 1 {
            continue;
        }
        if is_prime(part) {
            *exponents.entry(part).or_insert(0) += 1;
        } else {
            let divisor = divisor(part);
            waiting.extend([divisor, part / divisor]);
        }
    }
    exponents.into_iter().map(|(prime, exponent)| vec![prime, exponent]).collect()
}

/// The test of Miller and Rabin; numbers are at least 2.
fn is_prime(number: u64) -> bool {
    if let Some(&base) = BASES.iter().find(|&base| number % base == 0) {
        return number == base;
    }
    let twos = (number - 1).trailing_zeros();
    let odd = (number - 1) >> twos;
    BASES.iter().all(|&base| {
        let mut value = power(base, odd, number);
        if value == 1 {
            return true;
        }
        for _ in 0..twos {
            if value == number - 1 {
                return true;
            }
            value = product(value, value, number);
        }
        false
    })
}

fn product(one: u64, other: u64, modulus: u64) -> u64 {
    (u128::from(one) * u128::from(other) % u128::from(modulus)) as u64
}

fn power(mut base: u64, mut exponent: u64, modulus: u64) -> u64 {
    let mut result = 1;
    while exponent > 0 {
        if exponent % 2 == 1 {
            result = product(result, base, modulus);
        }
        base = product(base, base, modulus);
        exponent /= 2;
    }
    result
}

/// A divisor of a composite number that is neither 1 nor the number, by Pollard's method.
fn divisor(number: u64) -> u64 {
    if let Some(&base) = BASES.iter().find(|&base| number % base == 0) {
        return base;
    }
    for shift in 1.. {
        let next = |value: u64| (product(value, value, number) + shift) % number;
        let (mut slow, mut fast, mut found) = (2, 2, 1);
        while found == 1 {
            slow = next(slow);
            fast = next(next(fast));
            found = gcd(slow.abs_diff(fast), number);
        }
        if found != number {
            return found;
        }
    }
    unreachable!()
}

fn gcd(one: u64, other: u64) -> u64 {
    if other == 0 { one } else { gcd(other, one % other) }
}
