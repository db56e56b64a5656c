fn count_in_ranges(mut values: Vec<i64>, ranges: Vec<Vec<i64>>) -> Vec<i64> {
    values.sort_unstable();
    ranges
        .iter()
        .map(|range| {
            let from = values.partition_point(|&value| value < range[0]);
            let to = values.partition_point(|&value| value <= range[1]);
            to.saturating_sub(from) as i64
        })
        .collect()
}
