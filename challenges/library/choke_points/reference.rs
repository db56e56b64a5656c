fn choke_points(posts: usize, passages: Vec<Vec<usize>>, gate: usize) -> Vec<usize> {
    let mut leaving = vec![Vec::new(); posts];
    let mut entering = vec![Vec::new(); posts];
    for passage in &passages {
        leaving[passage[0]].push(passage[1]);
        entering[passage[1]].push(passage[0]);
    }
    let order = left_last(&leaving, gate); // of reachable posts, the gate first
    let mut number = vec![None; posts];
    for (index, &post) in order.iter().enumerate() {
        number[post] = Some(index);
    }

    // nearest[i]: of the posts that every way to post i passes, the last one before it. All by
    // their numbers in the order. It is improved until nothing changes any more.
    let mut nearest: Vec<Option<usize>> = vec![None; order.len()];
    nearest[0] = Some(0);
    let mut changed = true;
    while changed {
        changed = false;
        for index in 1..order.len() {
            let known = entering[order[index]].iter().filter_map(|&origin| number[origin]);
            let best = known
                .filter(|&origin| nearest[origin].is_some())
                .reduce(|one, other| common(one, other, &nearest));
            changed |= nearest[index] != best;
            nearest[index] = best;
        }
    }

    let mut cut_off = vec![0; posts];
    for (index, &post) in order.iter().enumerate().rev() {
        cut_off[post] += 1;
        if index > 0 {
            cut_off[order[nearest[index].unwrap()]] += cut_off[post];
        }
    }
    cut_off
}

/// The last post that the ways to both have to pass.
fn common(mut one: usize, mut other: usize, nearest: &[Option<usize>]) -> usize {
    while one != other {
        let later = if one > other { &mut one } else { &mut other };
        *later = nearest[*later].unwrap();
    }
    one
}

/// The posts in the opposite of the order in which a walk in depth leaves them for good.
fn left_last(leaving: &[Vec<usize>], start: usize) -> Vec<usize> {
    let mut seen = vec![false; leaving.len()];
    let mut left = Vec::new();
    let mut path = vec![(start, 0)];
    seen[start] = true;
    while let Some((post, next)) = path.last_mut() {
        match leaving[*post].get(*next) {
            None => {
                left.push(*post);
                path.pop();
            }
            Some(&target) => {
                *next += 1;
                if !seen[target] {
                    seen[target] = true;
                    path.push((target, 0));
                }
            }
        }
    }
    left.reverse();
    left
}
