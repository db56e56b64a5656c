fn free_spans(mut bookings: Vec<Vec<i64>>, opens: i64, closes: i64) -> Vec<Vec<i64>> {
    bookings.retain(|booking| booking[0] < booking[1]);
    bookings.sort();
    bookings.push(vec![closes, closes]);
    let mut spans = Vec::new();
    let mut free_from = opens;
    for booking in bookings {
        let until = booking[0].min(closes);
        if until > free_from {
            spans.push(vec![free_from, until]);
        }
        free_from = free_from.max(booking[1]);
    }
    spans
}
