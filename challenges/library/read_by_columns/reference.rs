fn read_by_columns(text: String, width: i64) -> String {
    let letters: Vec<char> = text.chars().collect();
    let width = width as usize;
    (0..width.min(letters.len()))
        .flat_map(|column| letters[column..].iter().step_by(width))
        .collect()
}
