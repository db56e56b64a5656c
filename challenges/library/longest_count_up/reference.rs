use std::collections::HashMap;

fn longest_count_up(values: Vec<i64>) -> i64 {
    let mut length_at: HashMap<i64, i64> = HashMap::new();
    for value in values {
        let length = length_at.get(&(value - 1)).unwrap_or(&0) + 1;
        let known = length_at.entry(value).or_insert(0);
        *known = length.max(*known);
    }
    length_at.into_values().max().unwrap_or(0)
}
