use std::collections::HashSet;

fn rising(heights: &[i64], places: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut seen: Vec<usize> = Vec::new();
    for place in places {
        if seen.last().map_or(true, |&last| heights[place] > heights[last]) {
            seen.push(place);
        }
    }
    seen
}

fn seen_from_ends(heights: Vec<i64>) -> i64 {
    let mut seen: HashSet<usize> = rising(&heights, 0..heights.len()).into_iter().collect();
    seen.extend(rising(&heights, (0..heights.len()).rev()));
    seen.len() as i64
}
