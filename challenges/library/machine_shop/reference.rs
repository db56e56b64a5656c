use std::cmp::Reverse;
use std::collections::BinaryHeap;

struct Order {
    arrival: i64,
    left: i64, // of its work
    priority: i64,
    tool: i64,
}

fn machine_shop(setup: i64, orders: Vec<Vec<i64>>) -> Vec<i64> {
    let mut orders: Vec<Order> = orders
        .iter()
        .map(|order| Order { arrival: order[0], left: order[1], priority: order[2], tool: order[3] })
        .collect();
    let mut arriving: Vec<usize> = (0..orders.len()).collect();
    arriving.sort_by_key(|&index| Reverse(orders[index].arrival)); // the next one is the last
    let mut finished = vec![0; orders.len()];
    let mut waiting: BinaryHeap<(i64, Reverse<usize>)> = BinaryHeap::new();
    let mut now = 0;
    let mut tool = None; // that is in the machine
    let mut current: Option<usize> = None; // the order that the machine deals with
    let mut setting_up = 0; // what is left of its setup
    while !arriving.is_empty() || !waiting.is_empty() || current.is_some() {
        if current.is_none() && waiting.is_empty() {
            now = now.max(orders[arriving[arriving.len() - 1]].arrival);
        }
        while let Some(index) = arriving.pop_if(|&mut index| orders[index].arrival <= now) {
            waiting.push((orders[index].priority, Reverse(index)));
        }
        if let (Some(index), Some(&(priority, _))) = (current, waiting.peek()) {
            if priority > orders[index].priority {
                waiting.push((orders[index].priority, Reverse(index)));
                current = None;
            }
        }
        let index = current.unwrap_or_else(|| {
            let (_, Reverse(index)) = waiting.pop().unwrap();
            setting_up = if tool == Some(orders[index].tool) { 0 } else { setup };
            tool = None;
            index
        });

        let mut end = now + setting_up + orders[index].left;
        if let Some(&next) = arriving.last() {
            end = end.min(orders[next].arrival);
        }
        let set_up = setting_up.min(end - now);
        setting_up -= set_up;
        if setting_up == 0 {
            tool = Some(orders[index].tool);
        }
        orders[index].left -= end - now - set_up;
        now = end;
        if orders[index].left == 0 {
            finished[index] = now;
            current = None;
        } else {
            current = Some(index);
        }
    }
    finished
}
