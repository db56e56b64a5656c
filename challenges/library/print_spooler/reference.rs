use std::cmp::Reverse;
use std::collections::BinaryHeap;

fn print_spooler(printers: usize, pause: i64, jobs: Vec<Vec<i64>>) -> Vec<i64> {
    let mut arriving: Vec<usize> = (0..jobs.len()).collect();
    arriving.sort_by_key(|&index| jobs[index][0]);
    let mut arriving = arriving.into_iter().peekable();
    let mut free: BinaryHeap<Reverse<i64>> = (0..printers).map(|_| Reverse(0)).collect();
    let mut waiting = BinaryHeap::new(); // priority, arrival and index: the largest first
    let mut finished = vec![0; jobs.len()];
    let mut now = 0;
    for _ in 0..jobs.len() {
        let Reverse(ready) = free.pop().unwrap();
        now = now.max(ready);
        if waiting.is_empty() {
            now = now.max(jobs[*arriving.peek().unwrap()][0]);
        }
        while let Some(index) = arriving.next_if(|&index| jobs[index][0] <= now) {
            waiting.push((jobs[index][2], Reverse(jobs[index][0]), Reverse(index)));
        }
        let (_, _, Reverse(index)) = waiting.pop().unwrap();
        finished[index] = now + jobs[index][1];
        free.push(Reverse(finished[index] + pause));
    }
    finished
}
