use std::collections::HashMap;

fn telltale_substrings(words: Vec<String>) -> Vec<String> {
    // None: more than one word has it.
    let mut owner: HashMap<&str, Option<usize>> = HashMap::new();
    for (index, word) in words.iter().enumerate() {
        for start in 0..word.len() {
            for end in start + 1..=word.len() {
                let entry = owner.entry(&word[start..end]).or_insert(Some(index));
                if *entry != Some(index) {
                    *entry = None;
                }
            }
        }
    }
    let mut telltales = vec![String::new(); words.len()];
    for (part, index) in owner {
        let Some(index) = index else { continue };
        let known = telltales[index].as_str();
        if known.is_empty() || (part.len(), part) < (known.len(), known) {
            telltales[index] = part.to_string();
        }
    }
    telltales
}
