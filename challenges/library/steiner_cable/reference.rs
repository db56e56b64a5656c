const NEVER: i64 = i64::MAX / 8;

fn steiner_cable(fees: Vec<i64>, lines: Vec<Vec<i64>>, houses: Vec<usize>) -> i64 {
    if houses.is_empty() {
        return 0;
    }
    let count = fees.len();
    let way = cheapest_ways(&fees, &lines);
    // cost[s][j]: the cheapest network that holds the houses in set s (as bits) and junction j.
    let mut cost = vec![vec![NEVER; count]; 1 << houses.len()];
    for (index, &house) in houses.iter().enumerate() {
        cost[1 << index] = way[house].iter().map(|total| fees[house] + total).collect();
    }
    for group in 1..cost.len() {
        let mut joined = cost[group].clone();
        let mut part = (group - 1) & group;
        while part > 0 {
            for junction in 0..count {
                let both = cost[part][junction] + cost[group ^ part][junction] - fees[junction];
                joined[junction] = joined[junction].min(both);
            }
            part = (part - 1) & group;
        }
        cost[group] = (0..count)
            .map(|junction| {
                (0..count).map(|origin| joined[origin] + way[origin][junction]).min().unwrap()
            })
            .map(|total| total.min(NEVER))
            .collect();
    }
    let best = *cost[cost.len() - 1].iter().min().unwrap();
    if best >= NEVER / 2 { -1 } else { best }
}

/// The cost of the cheapest way, its junctions included but for the first.
fn cheapest_ways(fees: &[i64], lines: &[Vec<i64>]) -> Vec<Vec<i64>> {
    let count = fees.len();
    let mut way = vec![vec![NEVER; count]; count];
    for junction in 0..count {
        way[junction][junction] = 0;
    }
    for line in lines {
        let (one, other, cost) = (line[0] as usize, line[1] as usize, line[2]);
        way[one][other] = way[one][other].min(cost + fees[other]);
        way[other][one] = way[other][one].min(cost + fees[one]);
    }
    for middle in 0..count {
        for one in 0..count {
            for other in 0..count {
                way[one][other] = way[one][other].min(way[one][middle] + way[middle][other]);
            }
        }
    }
    way
}
