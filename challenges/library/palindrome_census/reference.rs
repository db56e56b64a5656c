use std::collections::HashMap;

struct Node {
    length: i64,
    suffix: usize,             // the longest palindrome that it ends with
    wider: HashMap<u8, usize>, // what a letter on both sides makes of it
    ends: i64,                 // at how many places it is the longest palindrome that ends there
}

impl Node {
    fn new(length: i64, suffix: usize) -> Self {
        Node { length, suffix, wider: HashMap::new(), ends: 0 }
    }
}

fn palindrome_census(text: String, shortest: i64) -> Vec<i64> {
    let letters = text.as_bytes();
    // A node for each different palindrome. Nodes 0 and 1 are imaginary, of length -1 and 0.
    let mut nodes = vec![Node::new(-1, 0), Node::new(0, 0)];
    let mut last = 1;
    for (at, letter) in letters.iter().enumerate() {
        let inner = widened(&nodes, letters, last, at);
        if !nodes[inner].wider.contains_key(letter) {
            let suffix = match inner {
                0 => 1,
                _ => nodes[widened(&nodes, letters, nodes[inner].suffix, at)].wider[letter],
            };
            let fresh = nodes.len();
            nodes[inner].wider.insert(*letter, fresh);
            nodes.push(Node::new(nodes[inner].length + 2, suffix));
        }
        last = nodes[inner].wider[letter];
        nodes[last].ends += 1;
    }
    let (mut distinct, mut occurrences, mut best) = (0, 0, 0);
    for index in (2..nodes.len()).rev() {
        // Before its suffix, which is an older node.
        let (suffix, length, ends) = (nodes[index].suffix, nodes[index].length, nodes[index].ends);
        nodes[suffix].ends += ends;
        if length >= shortest {
            distinct += 1;
            occurrences += ends;
            best = best.max(length * ends);
        }
    }
    vec![distinct, occurrences, best]
}

/// The longest end of a palindrome that the letter at a place makes longer.
fn widened(nodes: &[Node], letters: &[u8], mut node: usize, at: usize) -> usize {
    loop {
        let before = at as i64 - nodes[node].length - 1;
        if before >= 0 && letters[before as usize] == letters[at] {
            return node;
        }
        node = nodes[node].suffix;
    }
}
