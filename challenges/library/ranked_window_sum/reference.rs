fn ranked_window_sum(values: Vec<i64>, shortest: usize, rank: usize) -> Option<i64> {
    let starts = (values.len() + 1).saturating_sub(shortest);
    if rank > starts * (starts + 1) / 2 {
        return None;
    }
    let mut sums = vec![0]; // a window's sum is the difference of two of them
    for value in &values {
        sums.push(sums[sums.len() - 1] + value);
    }
    let mut ordered = sums.clone();
    ordered.sort_unstable();
    let mut high = ordered[ordered.len() - 1] - ordered[0];
    let mut low = -high;
    while low < high {
        let middle = (low + high).div_euclid(2);
        if windows_up_to(middle, &sums, &ordered, shortest) >= rank {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(low)
}

/// How many windows have a sum of at most the limit.
fn windows_up_to(limit: i64, sums: &[i64], ordered: &[i64], shortest: usize) -> usize {
    let count_from = |value: i64| ordered.len() - ordered.partition_point(|&sum| sum < value);
    let mut tree = vec![0; sums.len() + 1]; // starts by place (a Fenwick tree)
    let mut count = 0;
    for end in shortest..sums.len() {
        let mut at = count_from(sums[end - shortest]);
        while at < tree.len() {
            tree[at] += 1;
            at += at & at.wrapping_neg();
        }
        at = count_from(sums[end] - limit);
        while at > 0 {
            count += tree[at];
            at &= at - 1;
        }
    }
    count
}
