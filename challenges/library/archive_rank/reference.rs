use std::rc::Rc;

const BITS: usize = 30; // the numbers are less than 2 to the power of this

/// Numbers by their bits. It never changes; trees share what they have in common.
struct Node {
    size: i64,
    low: Tree,
    high: Tree,
}

/// None is empty.
type Tree = Option<Rc<Node>>;

fn size(tree: &Tree) -> i64 {
    tree.as_ref().map_or(0, |node| node.size)
}

fn halves(tree: &Tree) -> (Tree, Tree) {
    tree.as_ref().map_or((None, None), |node| (node.low.clone(), node.high.clone()))
}

/// A tree with one number more or less.
fn changed(tree: &Tree, number: i64, difference: i64, bits: usize) -> Tree {
    let (mut low, mut high) = halves(tree);
    if bits > 0 {
        let half = if number >> (bits - 1) & 1 == 1 { &mut high } else { &mut low };
        *half = changed(half, number, difference, bits - 1);
    }
    Some(Rc::new(Node { size: size(tree) + difference, low, high }))
}

fn less(tree: &Tree, number: i64) -> i64 {
    let (mut part, mut less) = (tree.clone(), 0);
    for bit in (0..BITS).rev() {
        let (low, high) = halves(&part);
        part = if number >> bit & 1 == 1 {
            less += size(&low);
            high
        } else {
            low
        };
    }
    less
}

fn at(tree: &Tree, place: i64) -> i64 {
    if place > size(tree) {
        return -1;
    }
    let (mut part, mut left, mut number) = (tree.clone(), place, 0);
    for _ in 0..BITS {
        let (low, high) = halves(&part);
        number *= 2;
        part = if left > size(&low) {
            left -= size(&low);
            number += 1;
            high
        } else {
            low
        };
    }
    number
}

fn archive_rank(commands: Vec<Vec<i64>>) -> Vec<i64> {
    let mut versions: Vec<Tree> = vec![None];
    let mut answers = Vec::new();
    for command in &commands {
        let (tree, number) = (versions[command[1] as usize].clone(), command[2]);
        match command[0] {
            0 => versions.push(changed(&tree, number, 1, BITS)),
            1 if less(&tree, number + 1) > less(&tree, number) => {
                versions.push(changed(&tree, number, -1, BITS));
            }
            1 => versions.push(tree),
            2 => answers.push(at(&tree, number)),
            _ => answers.push(less(&tree, number)),
        }
    }
    answers
}
