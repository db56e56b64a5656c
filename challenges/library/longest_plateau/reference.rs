fn longest_plateau(heights: Vec<i64>) -> i64 {
    heights
        .chunk_by(|before, after| before == after)
        .map(|run| run.len() as i64)
        .max()
        .unwrap_or(0)
}
