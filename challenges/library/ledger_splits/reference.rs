fn ledger_splits(values: Vec<i64>, shortest: usize, longest: usize, fee: i64) -> i64 {
    // The least cost of the first so many amounts; None where there is no split.
    let mut cheapest: Vec<Option<i64>> = vec![Some(0)];
    for end in 1..=values.len() {
        let (mut low, mut high) = (values[end - 1], values[end - 1]);
        let mut best = None;
        for length in 1..=longest.min(end) {
            low = low.min(values[end - length]);
            high = high.max(values[end - length]);
            if length < shortest {
                continue;
            }
            if let Some(before) = cheapest[end - length] {
                let cost = before + fee + high - low;
                best = Some(best.map_or(cost, |known: i64| known.min(cost)));
            }
        }
        cheapest.push(best);
    }
    cheapest[values.len()].unwrap_or(-1)
}
