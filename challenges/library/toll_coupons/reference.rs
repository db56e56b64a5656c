use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};

fn toll_coupons(towns: usize, roads: Vec<Vec<i64>>, coupons: i64, start: usize, goal: usize) -> i64 {
    let mut leaving = vec![Vec::new(); towns];
    for road in &roads {
        leaving[road[0] as usize].push((road[1] as usize, road[2]));
    }
    let mut settled = HashSet::new();
    let mut waiting = BinaryHeap::from([Reverse((0, start, coupons, false))]);
    while let Some(Reverse((cost, town, left, just_used))) = waiting.pop() {
        if town == goal {
            return cost;
        }
        if !settled.insert((town, left, just_used)) {
            continue;
        }
        for &(target, toll) in &leaving[town] {
            waiting.push(Reverse((cost + toll, target, left, false)));
            if left > 0 && !just_used {
                waiting.push(Reverse((cost + toll / 2, target, left - 1, true)));
            }
        }
    }
    -1
}
