fn log_cutting(length: i64, marks: Vec<i64>) -> Vec<i64> {
    let mut places = marks;
    places.extend([0, length]);
    places.sort_unstable();
    let count = places.len();
    let mut cost = vec![vec![0; count]; count]; // of the piece between two places
    let mut first = vec![vec![0; count]; count]; // where that piece is sawn first
    for width in 2..count {
        for left in 0..count - width {
            let right = left + width;
            (cost[left][right], first[left][right]) = (left + 1..right)
                .map(|middle| {
                    let longer =
                        (places[middle] - places[left]).max(places[right] - places[middle]);
                    (longer + cost[left][middle] + cost[middle][right], middle)
                })
                .min()
                .unwrap();
        }
    }
    let mut answer = vec![cost[0][count - 1]];
    let mut waiting = vec![(0, count - 1)];
    while let Some((left, right)) = waiting.pop() {
        if right - left > 1 {
            let middle: usize = first[left][right];
            answer.push(places[middle]);
            waiting.extend([(middle, right), (left, middle)]);
        }
    }
    answer
}
