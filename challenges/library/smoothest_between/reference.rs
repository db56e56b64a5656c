fn smoothest_between(low: i64, high: i64) -> Vec<i64> {
    let mut rest: Vec<i64> = (low..=high).collect(); // what is left when primes are divided out
    let mut largest = vec![1; rest.len()];
    for prime in primes((high as f64).sqrt() as usize) {
        let first = (prime - low % prime) % prime;
        for index in (first as usize..rest.len()).step_by(prime as usize) {
            while rest[index] % prime == 0 {
                rest[index] /= prime;
            }
            largest[index] = prime;
        }
    }
    // At most one prime above the root is left.
    let factors = rest.iter().zip(&largest).map(|(&left, &factor)| left.max(factor));
    let (index, best) = factors.enumerate().min_by_key(|&(_, factor)| factor).unwrap();
    vec![low + index as i64, best]
}

fn primes(limit: usize) -> Vec<i64> {
    let mut is_composite = vec![false; limit + 1];
    let mut found = Vec::new();
    for number in 2..=limit {
        if is_composite[number] {
            continue;
        }
        found.push(number as i64);
        for multiple in (number * number..=limit).step_by(number) {
            is_composite[multiple] = true;
        }
    }
    found
}
