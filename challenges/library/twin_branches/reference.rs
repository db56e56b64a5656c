use std::cmp::Reverse;
use std::collections::HashMap;

fn twin_branches(parents: Vec<i64>, labels: String) -> Vec<usize> {
    let letters = labels.as_bytes();
    let mut children = vec![Vec::new(); parents.len()];
    let mut order = Vec::new(); // parents before children
    for (node, &parent) in parents.iter().enumerate() {
        match usize::try_from(parent) {
            Ok(parent) => children[parent].push(node),
            Err(_) => order.push(node),
        }
    }
    for at in 0..parents.len() {
        order.extend_from_slice(&children[order[at]]);
    }
    let mut kinds: HashMap<(u8, Vec<usize>), usize> = HashMap::new(); // letter and kinds below
    let mut kind = vec![0; parents.len()];
    let mut size = vec![1; parents.len()];
    let mut roots: Vec<Vec<usize>> = Vec::new(); // by kind
    for &node in order.iter().rev() {
        let mut below: Vec<usize> = children[node].iter().map(|&child| kind[child]).collect();
        below.sort_unstable();
        size[node] += children[node].iter().map(|&child| size[child]).sum::<usize>();
        kind[node] = *kinds.entry((letters[node], below)).or_insert(roots.len());
        if kind[node] == roots.len() {
            roots.push(Vec::new());
        }
        roots[kind[node]].push(node);
    }
    for nodes in &mut roots {
        nodes.sort_unstable();
    }
    let twins = roots.into_iter().filter(|nodes| nodes.len() > 1);
    twins.max_by_key(|nodes| (size[nodes[0]], nodes.len(), Reverse(nodes[0]))).unwrap_or_default()
}
