use std::collections::BTreeSet;

const BINDS: &str = ">|^&"; // the last most tightly

fn logic_table(formula: String) -> i64 {
    let steps = match translated(&formula) {
        Ok(steps) => steps,
        Err(mistake) => return -(mistake as i64),
    };
    let names: BTreeSet<char> = steps.iter().copied().filter(char::is_ascii_lowercase).collect();
    let rows = 0u32..1 << names.len();
    rows.filter(|row| {
        let mut known = [false; 128];
        known['1' as usize] = true;
        for (bit, &name) in names.iter().enumerate() {
            known[name as usize] = row >> bit & 1 == 1;
        }
        value(&steps, &known)
    })
    .count() as i64
}

/// The formula with every sign after what it works on, or the place of the first mistake.
fn translated(formula: &str) -> Result<Vec<char>, usize> {
    let mut steps = Vec::new();
    let mut waiting = Vec::new(); // signs and opening parentheses
    let mut has_operand = false; // whether an operand has just ended
    for (index, letter) in formula.chars().enumerate() {
        match letter {
            ' ' => {}
            '&' | '^' | '|' | '>' if has_operand => {
                while let Some(sign) = waiting.pop_if(|&mut sign| goes_first(sign, letter)) {
                    steps.push(sign);
                }
                waiting.push(letter);
                has_operand = false;
            }
            ')' if has_operand && waiting.contains(&'(') => {
                while let Some(sign) = waiting.pop_if(|&mut sign| sign != '(') {
                    steps.push(sign);
                }
                waiting.pop();
            }
            '!' | '(' if !has_operand => waiting.push(letter),
            '0' | '1' | 'a'..='z' if !has_operand => {
                steps.push(letter);
                has_operand = true;
            }
            _ => return Err(index + 1),
        }
    }
    if !has_operand || waiting.contains(&'(') {
        return Err(formula.len() + 1);
    }
    steps.extend(waiting.into_iter().rev());
    Ok(steps)
}

fn goes_first(sign: char, following: char) -> bool {
    match sign {
        '(' => false,
        '!' => true,
        // Equal signs may stay in any order, but for implications, of which the last goes first.
        _ => BINDS.find(sign) > BINDS.find(following),
    }
}

fn value(steps: &[char], known: &[bool; 128]) -> bool {
    let mut values: Vec<bool> = Vec::new();
    for &step in steps {
        if step == '!' {
            let negated = !values.pop().unwrap();
            values.push(negated);
        } else if BINDS.contains(step) {
            let (right, left) = (values.pop().unwrap(), values.pop().unwrap());
            values.push(match step {
                '&' => left && right,
                '^' => left != right,
                '|' => left || right,
                _ => !left || right,
            });
        } else {
            values.push(known[step as usize]);
        }
    }
    values[0]
}
