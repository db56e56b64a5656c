fn odd_window_spread(values: Vec<i64>) -> i64 {
    let negated: Vec<i64> = values.iter().map(|value| -value).collect();
    sum_of_maxima(&values) + sum_of_maxima(&negated)
}

/// The sum of the largest values of all odd windows.
fn sum_of_maxima(values: &[i64]) -> i64 {
    let mut total = 0;
    let mut waiting: Vec<usize> = Vec::new(); // their values decrease: no larger one followed yet
    for index in 0..=values.len() {
        let value = values.get(index).copied().unwrap_or(i64::MAX);
        while let Some(&top) = waiting.last() {
            if values[top] > value {
                break;
            }
            waiting.pop();
            let starts = waiting.last().map_or(top + 1, |&before| top - before);
            total += values[top] * odd_windows(starts as i64, (index - top) as i64);
        }
        waiting.push(index);
    }
    total
}

/// How many pairs of a start and an end are at an even distance.
fn odd_windows(starts: i64, ends: i64) -> i64 {
    (starts * ends + 1) / 2
}
