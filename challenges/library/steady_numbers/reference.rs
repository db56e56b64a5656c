const MOST_DIGITS: usize = 16;

/// By digits to add, last digit, and sum so far by divisor: how many ways there are.
type Endings = Vec<Vec<Vec<i64>>>;

fn steady_numbers(low: i64, high: i64, step: usize, divisor: usize) -> i64 {
    let mut endings: Endings = vec![vec![vec![0; divisor]; 10]; MOST_DIGITS];
    for last in 0..10 {
        endings[0][last][0] = 1;
    }
    for length in 1..MOST_DIGITS {
        for last in 0..10usize {
            for rest in 0..divisor {
                endings[length][last][rest] = (last.saturating_sub(step)..=9.min(last + step))
                    .map(|digit| endings[length - 1][digit][(rest + digit) % divisor])
                    .sum();
            }
        }
    }
    below(high + 1, &endings, step, divisor) - below(low, &endings, step, divisor)
}

/// How many steady numbers are less than the limit.
fn below(limit: i64, endings: &Endings, step: usize, divisor: usize) -> i64 {
    let digits: Vec<usize> =
        limit.to_string().bytes().map(|letter| usize::from(letter - b'0')).collect();
    let mut count = i64::from(limit > 0); // the number 0
    for length in 1..digits.len() {
        count += (1..10).map(|first| endings[length - 1][first][first % divisor]).sum::<i64>();
    }
    let mut total = 0;
    for (place, &bound) in digits.iter().enumerate() {
        let fits = |digit: usize| place == 0 || digit.abs_diff(digits[place - 1]) <= step;
        let left = digits.len() - place - 1;
        let smallest = usize::from(place == 0);
        count += (smallest..bound)
            .filter(|&digit| fits(digit))
            .map(|digit| endings[left][digit][(total + digit) % divisor])
            .sum::<i64>();
        if !fits(bound) {
            break;
        }
        total += bound;
    }
    count
}
