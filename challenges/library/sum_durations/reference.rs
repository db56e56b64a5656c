fn sum_durations(text: String) -> i64 {
    let mut total = 0;
    let mut number = 0;
    for letter in text.chars() {
        if let Some(digit) = letter.to_digit(10) {
            number = number * 10 + i64::from(digit);
            continue;
        }
        total += number
            * match letter {
                'd' => 86_400,
                'h' => 3_600,
                'm' => 60,
                _ => 1,
            };
        number = 0;
    }
    total
}
