use std::collections::{HashSet, VecDeque};

fn reachable_stations(count: i64, links: Vec<Vec<i64>>, start: i64, rides: i64) -> i64 {
    let mut neighbours = vec![Vec::new(); count as usize];
    for link in &links {
        neighbours[link[0] as usize].push(link[1]);
        neighbours[link[1] as usize].push(link[0]);
    }
    let mut seen = HashSet::from([start]);
    let mut waiting = VecDeque::from([(start, 0)]);
    while let Some((station, used)) = waiting.pop_front() {
        if used == rides {
            break;
        }
        for &after in &neighbours[station as usize] {
            if seen.insert(after) {
                waiting.push_back((after, used + 1));
            }
        }
    }
    seen.len() as i64
}
