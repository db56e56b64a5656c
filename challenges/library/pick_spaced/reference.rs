fn pick_spaced(values: Vec<i64>, space: i64) -> i64 {
    let mut best = vec![0];
    for (place, value) in values.iter().enumerate() {
        let taken = value + best[place.saturating_sub(space as usize)];
        best.push(taken.max(best[place]));
    }
    best[values.len()]
}
