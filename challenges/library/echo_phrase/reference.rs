fn echo_phrase(text: String, gap: i64) -> String {
    let letters = text.as_bytes();
    let size = letters.len();
    let (mut best_start, mut best_length) = (0usize, 0i64);
    // common[j]: how far the texts that start at the row's index and at j agree.
    let mut below = vec![0i64; size + 1];
    for first in (0..size).rev() {
        let mut common = vec![0i64; size + 1];
        for second in first + 1..size {
            if letters[first] == letters[second] {
                common[second] = below[second + 1] + 1;
            }
            let length = common[second].min((second - first) as i64 - gap);
            if length >= best_length {
                best_start = first;
                best_length = length;
            }
        }
        below = common;
    }
    text[best_start..best_start + best_length as usize].to_string()
}
