fn lift_log(start: i64, most: i64, calls: Vec<Vec<i64>>) -> i64 {
    let mut travelled = 0;
    let mut floor = start;
    for same in calls.chunk_by(|before, call| before == call) {
        for _ in same.chunks(most as usize) {
            let (from, to) = (same[0][0], same[0][1]);
            travelled += (from - floor).abs() + (to - from).abs();
            floor = to;
        }
    }
    travelled
}
