use std::collections::HashMap;

fn bracelet_groups(words: Vec<String>) -> Vec<Vec<String>> {
    let mut place: HashMap<Vec<u8>, usize> = HashMap::new();
    let mut groups: Vec<Vec<String>> = Vec::new();
    for word in words {
        let backward: Vec<u8> = word.bytes().rev().collect();
        let bracelet = least_rotation(word.as_bytes()).min(least_rotation(&backward));
        let group = *place.entry(bracelet).or_insert(groups.len());
        if group == groups.len() {
            groups.push(Vec::new());
        }
        groups[group].push(word);
    }
    groups
}

/// The rotation that comes first in the dictionary, in linear time.
fn least_rotation(word: &[u8]) -> Vec<u8> {
    let size = word.len();
    let (mut one, mut other, mut same) = (0, 1, 0); // two starts that agree in so many letters
    while one < size && other < size && same < size {
        let (left, right) = (word[(one + same) % size], word[(other + same) % size]);
        if left == right {
            same += 1;
            continue;
        }
        // No start among the letters that agreed can be the best one.
        if left > right {
            one += same + 1;
        } else {
            other += same + 1;
        }
        if one == other {
            other += 1;
        }
        same = 0;
    }
    let start = one.min(other);
    [&word[start..], &word[..start]].concat()
}
