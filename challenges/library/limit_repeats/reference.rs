fn limit_repeats(text: String, most: i64) -> String {
    let mut kept = String::new();
    let mut before = None;
    let mut length = 0;
    for letter in text.chars() {
        length = if before == Some(letter) { length + 1 } else { 1 };
        before = Some(letter);
        if length <= most {
            kept.push(letter);
        }
    }
    kept
}
