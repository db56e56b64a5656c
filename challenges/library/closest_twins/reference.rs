use std::collections::HashMap;

fn closest_twins(labels: Vec<String>) -> i64 {
    let mut last: HashMap<&str, usize> = HashMap::new();
    let mut best: Option<usize> = None;
    for (place, label) in labels.iter().enumerate() {
        if let Some(before) = last.insert(label, place) {
            let distance = place - before;
            best = Some(best.map_or(distance, |known| known.min(distance)));
        }
    }
    best.map_or(-1, |distance| distance as i64)
}
