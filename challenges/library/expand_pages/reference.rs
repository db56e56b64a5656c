fn expand_pages(text: String) -> Vec<i64> {
    let number = |part: &str| part.trim().parse::<i64>().unwrap();
    let mut pages = Vec::new();
    for entry in text.split(',').filter(|entry| !entry.trim().is_empty()) {
        let (first, last) = entry.split_once('-').unwrap_or((entry, entry));
        let (begin, end) = (number(first), number(last));
        if begin <= end {
            pages.extend(begin..=end);
        } else {
            pages.extend((end..=begin).rev());
        }
    }
    pages
}
