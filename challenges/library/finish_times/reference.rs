use std::collections::VecDeque;

fn finish_times(needs: Vec<i64>, turn: i64) -> Vec<i64> {
    let mut finished = vec![0; needs.len()];
    let mut queue: VecDeque<(usize, i64)> = needs.into_iter().enumerate().collect();
    let mut now = 0;
    while let Some((job, left)) = queue.pop_front() {
        now += left.min(turn);
        if left > turn {
            queue.push_back((job, left - turn));
        } else {
            finished[job] = now;
        }
    }
    finished
}
