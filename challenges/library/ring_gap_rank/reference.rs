fn ring_gap_rank(points: Vec<i64>, circumference: i64, rank: usize) -> i64 {
    let count = points.len();
    if rank > count * count.saturating_sub(1) / 2 {
        return -1;
    }
    let mut places = points;
    places.sort_unstable();
    places.extend(places.clone().iter().map(|place| place + circumference));
    let (mut low, mut high) = (0, circumference / 2);
    while low < high {
        let middle = (low + high) / 2;
        if gaps_up_to(middle, &places) >= rank {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// How many gaps are at most the limit, which is less than half the ring.
fn gaps_up_to(limit: i64, places: &[i64]) -> usize {
    let (mut total, mut last) = (0, 0);
    for first in 0..places.len() / 2 {
        while places[last] <= places[first] + limit {
            last += 1;
        }
        total += last - first - 1;
    }
    total
}
