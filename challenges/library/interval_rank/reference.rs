use std::collections::BTreeMap;

fn interval_rank(runs: Vec<Vec<i64>>, rank: i64) -> Option<i64> {
    let mut change: BTreeMap<i64, i64> = BTreeMap::new();
    let mut total = 0;
    for run in &runs {
        let (first, last, copies) = (run[0].min(run[1]), run[0].max(run[1]), run[2]);
        *change.entry(first).or_default() += copies;
        *change.entry(last + 1).or_default() -= copies;
        total += (last - first + 1) * copies;
    }
    let mut left = if rank < 0 { rank + total + 1 } else { rank };
    if !(1..=total).contains(&left) {
        return None;
    }
    let (mut copies, mut position) = (0, 0);
    for (start, difference) in change {
        let passed = (start - position) * copies; // every number from position up to start
        if left <= passed {
            break;
        }
        left -= passed;
        copies += difference;
        position = start;
    }
    Some(position + (left - 1) / copies)
}
