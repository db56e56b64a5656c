fn tower_residue(values: Vec<u64>, modulus: u64) -> u64 {
    tower(&without_zeros(values), modulus) % modulus
}

/// A tower of the same value whose only zero, if there is one, is its only number.
fn without_zeros(mut values: Vec<u64>) -> Vec<u64> {
    let Some(start) = values.iter().position(|&value| value == 0) else { return values };
    let zeros = values[start..].iter().take_while(|&&value| value == 0).count();
    values.truncate(start);
    if zeros % 2 == 0 {
        values.push(1); // 0 to the power of 0
    } else if values.pop().is_some() {
        values.push(1); // the number before it, to the power of 0
    } else {
        values.push(0);
    }
    values
}

/// The tower, capped: its remainder, plus the modulus if it is not less.
fn tower(values: &[u64], modulus: u64) -> u64 {
    let mut base = capped(values[0], modulus);
    if values.len() == 1 || modulus == 1 {
        return base;
    }
    let mut exponent = tower(&values[1..], totient(modulus));
    let mut result = 1;
    while exponent > 0 {
        if exponent % 2 == 1 {
            result = capped(result * base, modulus);
        }
        base = capped(base * base, modulus);
        exponent /= 2;
    }
    result
}

fn capped(number: u64, modulus: u64) -> u64 {
    if number < modulus { number } else { number % modulus + modulus }
}

fn totient(number: u64) -> u64 {
    let (mut result, mut rest, mut divisor) = (number, number, 2);
    while divisor * divisor <= rest {
        if rest % divisor == 0 {
            result -= result / divisor;
            while rest % divisor == 0 {
                rest /= divisor;
            }
        }
        divisor += 1;
    }
    if rest > 1 { result - result / rest } else { result }
}
