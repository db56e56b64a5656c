const NONE: usize = usize::MAX;

fn fragile_roads(towns: usize, roads: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    let mut leaving = vec![Vec::new(); towns];
    for (index, road) in roads.iter().enumerate() {
        leaving[road[0]].push((road[1], index));
        leaving[road[1]].push((road[0], index));
    }
    let mut order = Vec::new();
    let mut number = vec![NONE; towns]; // in that order
    let mut parent = vec![NONE; towns];
    let mut arrival = vec![NONE; towns]; // the road that led there
    let mut root: Vec<usize> = (0..towns).collect();
    let mut next = vec![0; towns]; // the next road to try
    for start in 0..towns {
        if number[start] != NONE {
            continue;
        }
        number[start] = order.len();
        order.push(start);
        let mut town = start;
        while town != NONE {
            let Some(&(target, road)) = leaving[town].get(next[town]) else {
                town = parent[town];
                continue;
            };
            next[town] += 1;
            if number[target] == NONE {
                number[target] = order.len();
                order.push(target);
                (parent[target], arrival[target], root[target]) = (town, road, start);
                town = target;
            }
        }
    }

    let mut lowest = number.clone(); // the lowest number reached from below over one other road
    let mut size = vec![1; towns]; // towns at and below each
    for &town in order.iter().rev() {
        for &(target, road) in &leaving[town] {
            if road != arrival[town] {
                lowest[town] = lowest[town].min(number[target]);
            }
        }
        if parent[town] != NONE {
            lowest[parent[town]] = lowest[parent[town]].min(lowest[town]);
            size[parent[town]] += size[town];
        }
    }
    let mut fragile: Vec<Vec<usize>> = order
        .iter()
        .filter(|&&town| parent[town] != NONE && lowest[town] > number[parent[town]])
        .map(|&town| vec![arrival[town], size[town] * (size[root[town]] - size[town])])
        .collect();
    fragile.sort_by_key(|item| (std::cmp::Reverse(item[1]), item[0]));
    fragile
}
