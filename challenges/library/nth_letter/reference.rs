#[derive(Clone, Default)]
struct Block {
    end: usize,
    body: i64,
    times: i64,
}

fn nth_letter(pattern: String, position: i64) -> String {
    let letters: Vec<char> = pattern.chars().collect();
    let mut blocks = vec![Block::default(); letters.len()]; // by opening parenthesis
    let mut outer: Vec<(usize, i64)> = Vec::new(); // where it opened, and the length before it
    let (mut length, mut number) = (0, 0);
    for (index, &letter) in letters.iter().enumerate() {
        match letter {
            '0'..='9' => number = 10 * number + i64::from(letter.to_digit(10).unwrap()),
            '(' => {
                blocks[index].times = number;
                outer.push((index, length));
                (length, number) = (0, 0);
            }
            ')' => {
                let (start, before) = outer.pop().unwrap();
                let block = &mut blocks[start];
                block.end = index;
                block.body = length;
                length = before + block.times * block.body;
            }
            _ => length += 1,
        }
    }
    let start = if position < 0 { position + length + 1 } else { position };
    if !(1..=length).contains(&start) {
        return String::new();
    }
    let (mut left, mut index) = (start - 1, 0); // letters still to pass
    loop {
        match letters[index] {
            '0'..='9' | ')' => {}
            '(' => {
                let block = &blocks[index];
                if left < block.times * block.body {
                    left %= block.body; // inside, where the end is never reached
                } else {
                    left -= block.times * block.body;
                    index = block.end;
                }
            }
            letter if left == 0 => return letter.to_string(),
            _ => left -= 1,
        }
        index += 1;
    }
}
