use std::collections::HashMap;

fn shape(word: &str) -> Vec<usize> {
    let mut numbers = HashMap::new();
    word.chars()
        .map(|letter| {
            let next = numbers.len();
            *numbers.entry(letter).or_insert(next)
        })
        .collect()
}

fn same_shape_pairs(words: Vec<String>) -> i64 {
    let mut counts: HashMap<Vec<usize>, i64> = HashMap::new();
    let mut pairs = 0;
    for word in &words {
        let count = counts.entry(shape(word)).or_default();
        pairs += *count;
        *count += 1;
    }
    pairs
}
