use std::collections::{HashMap, VecDeque};

fn balanced_windows(values: Vec<i64>, kinds: usize, spread: i64) -> usize {
    with_at_most(kinds, &values, spread) - with_at_most(kinds - 1, &values, spread)
}

/// How many windows have at most so many kinds, and no larger spread.
fn with_at_most(kinds: usize, values: &[i64], spread: i64) -> usize {
    if kinds == 0 {
        return 0;
    }
    let (mut total, mut start) = (0, 0);
    let mut counts: HashMap<i64, usize> = HashMap::new();
    let mut rising: VecDeque<usize> = VecDeque::new(); // no smaller value follows in the window
    let mut falling: VecDeque<usize> = VecDeque::new(); // no larger value follows
    for (end, &value) in values.iter().enumerate() {
        *counts.entry(value).or_default() += 1;
        while rising.back().is_some_and(|&last| values[last] > value) {
            rising.pop_back();
        }
        rising.push_back(end);
        while falling.back().is_some_and(|&last| values[last] < value) {
            falling.pop_back();
        }
        falling.push_back(end);
        while counts.len() > kinds || values[falling[0]] - values[rising[0]] > spread {
            let left = counts.get_mut(&values[start]).unwrap();
            *left -= 1;
            if *left == 0 {
                counts.remove(&values[start]);
            }
            for extremes in [&mut rising, &mut falling] {
                if extremes[0] == start {
                    extremes.pop_front();
                }
            }
            start += 1;
        }
        total += end + 1 - start;
    }
    total
}
