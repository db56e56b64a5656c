fn kept_in_place(heights: Vec<i64>, slack: i64) -> Vec<usize> {
    let mut ranks = heights.clone();
    ranks.sort_unstable();
    ranks.dedup();
    let count_from = |value: i64| ranks.len() - ranks.partition_point(|&rank| rank < value);
    // tree: the most books that may stay from one of at least some height on (a Fenwick tree over
    // the heights in descending order).
    let mut tree = vec![0; ranks.len() + 1];
    let mut most = vec![0; heights.len()]; // from each book on, with it
    for index in (0..heights.len()).rev() {
        let mut position = count_from(heights[index] - slack);
        while position > 0 {
            most[index] = tree[position].max(most[index]);
            position &= position - 1;
        }
        most[index] += 1;
        position = count_from(heights[index]);
        while position < tree.len() {
            tree[position] = tree[position].max(most[index]);
            position += position & position.wrapping_neg();
        }
    }
    let mut kept = Vec::new();
    let mut missing = most.iter().copied().max().unwrap_or(0);
    for (index, &longest) in most.iter().enumerate() {
        // The first book that can go on for so long is never too low: else it could for longer.
        if longest == missing {
            kept.push(index);
            missing -= 1;
        }
    }
    kept
}
