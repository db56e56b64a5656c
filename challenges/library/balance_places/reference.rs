fn balance_places(weights: Vec<i64>) -> Vec<i64> {
    let mut found = Vec::new();
    let mut before = 0;
    let mut after: i64 = weights.iter().sum();
    for (place, weight) in weights.iter().enumerate() {
        after -= weight;
        if before == after {
            found.push(place as i64);
        }
        before += weight;
    }
    found
}
