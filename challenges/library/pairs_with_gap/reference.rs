use std::collections::HashMap;

fn pairs_with_gap(values: Vec<i64>, gap: i64) -> i64 {
    let mut counts: HashMap<i64, usize> = HashMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let is_pair = |value: i64, count: usize| match gap {
        0 => count > 1,
        _ => counts.contains_key(&(value + gap)),
    };
    counts.iter().filter(|(&value, &count)| is_pair(value, count)).count() as i64
}
