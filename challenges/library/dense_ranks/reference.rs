fn dense_ranks(scores: Vec<i64>) -> Vec<i64> {
    let mut ordered = scores.clone();
    ordered.sort_unstable();
    ordered.dedup();
    let rank = |score: &i64| ordered.len() - ordered.binary_search(score).unwrap();
    scores.iter().map(|score| rank(score) as i64).collect()
}
