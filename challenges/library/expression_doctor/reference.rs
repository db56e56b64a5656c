const LIMIT: i128 = 9_000_000_000_000_000;

/// A code and a place.
type Mistake = (i64, usize);

/// Reads and works out at once; a mistake of working out is kept until all is read.
struct Calculator<'a> {
    text: &'a [u8],
    at: usize,
    mistake: Option<Mistake>,
}

impl Calculator<'_> {
    fn whole(&mut self) -> Result<i128, Mistake> {
        let value = self.sum()?;
        if self.next().is_some() { self.refuse() } else { Ok(value) }
    }

    /// The next character that is no space; None at the end.
    fn next(&mut self) -> Option<u8> {
        while self.text.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        self.text.get(self.at).copied()
    }

    fn refuse<T>(&self) -> Result<T, Mistake> {
        Err((1, self.at + 1))
    }

    fn take(&mut self, letter: u8) -> Result<(), Mistake> {
        if self.next() != Some(letter) {
            return self.refuse();
        }
        self.at += 1;
        Ok(())
    }

    /// Passes the next character, if it is one of these, and returns its place as well.
    fn operator(&mut self, signs: &[u8]) -> Option<(u8, usize)> {
        let sign = self.next().filter(|sign| signs.contains(sign))?;
        self.at += 1;
        Some((sign, self.at))
    }

    fn sum(&mut self) -> Result<i128, Mistake> {
        let mut value = self.product()?;
        while let Some((sign, place)) = self.operator(b"+-") {
            let other = self.product()?;
            value = self.checked(if sign == b'+' { value + other } else { value - other }, place);
        }
        Ok(value)
    }

    fn product(&mut self) -> Result<i128, Mistake> {
        let mut value = self.signed()?;
        while let Some((sign, place)) = self.operator(b"*/%") {
            let other = self.signed()?;
            value = match sign {
                b'*' => self.checked(value * other, place),
                _ if other == 0 => self.fail(4, place),
                _ => {
                    let rest = ((value % other) + other) % other; // of a division that rounds down
                    if sign == b'%' { rest } else { (value - rest) / other }
                }
            };
        }
        Ok(value)
    }

    fn signed(&mut self) -> Result<i128, Mistake> {
        match self.operator(b"-") {
            Some(_) => Ok(-self.signed()?),
            None => self.power(),
        }
    }

    fn power(&mut self) -> Result<i128, Mistake> {
        let base = self.single()?;
        let Some((_, place)) = self.operator(b"^") else { return Ok(base) };
        let exponent = self.signed()?;
        if exponent < 0 {
            return Ok(self.fail(4, place));
        }
        // Sixty factors, or one more, are enough: for 0, 1 and -1 or to be beyond the limit.
        let factors = if exponent > 60 { 60 + exponent % 2 } else { exponent };
        let mut value = 1;
        for _ in 0..factors {
            value *= base;
            if value.abs() > LIMIT {
                break;
            }
        }
        Ok(self.checked(value, place))
    }

    fn single(&mut self) -> Result<i128, Mistake> {
        let letter = self.next();
        let place = self.at + 1;
        if letter == Some(b'(') {
            self.at += 1;
            let value = self.sum()?;
            self.take(b')')?;
            return Ok(value);
        }
        let digits = self.run(u8::is_ascii_digit);
        if !digits.is_empty() {
            let value = digits.iter().fold(0, |value: i128, digit| {
                (value * 10 + i128::from(digit - b'0')).min(LIMIT + 1)
            });
            return Ok(self.checked(value, place));
        }
        let name = self.run(u8::is_ascii_lowercase);
        match name.as_slice() {
            b"" => self.refuse(),
            b"abs" | b"gcd" | b"min" | b"max" => self.call(&name, place),
            _ => Err((2, place)),
        }
    }

    fn run(&mut self, belongs: fn(&u8) -> bool) -> Vec<u8> {
        let letters = self.text[self.at..].iter().copied();
        let found: Vec<u8> = letters.take_while(|letter| belongs(letter)).collect();
        self.at += found.len();
        found
    }

    fn call(&mut self, name: &[u8], place: usize) -> Result<i128, Mistake> {
        self.take(b'(')?;
        let mut values = vec![self.sum()?];
        while self.operator(b",").is_some() {
            values.push(self.sum()?);
        }
        self.take(b')')?;
        match (name, values.as_slice()) {
            (b"abs", [value]) => Ok(value.abs()),
            (b"gcd", &[mut one, mut other]) => {
                while other != 0 {
                    (one, other) = (other, one % other);
                }
                Ok(one.abs())
            }
            (b"min", _) => Ok(*values.iter().min().unwrap()),
            (b"max", _) => Ok(*values.iter().max().unwrap()),
            _ => Err((3, place)),
        }
    }

    fn checked(&mut self, value: i128, place: usize) -> i128 {
        if value.abs() <= LIMIT { value } else { self.fail(5, place) }
    }

    /// Notes the first mistake, and goes on with any number.
    fn fail(&mut self, code: i64, place: usize) -> i128 {
        self.mistake.get_or_insert((code, place));
        1
    }
}

fn expression_doctor(text: String) -> Vec<i64> {
    let mut calculator = Calculator { text: text.as_bytes(), at: 0, mistake: None };
    let result = calculator.whole();
    match (result, calculator.mistake) {
        (Err((code, place)), _) | (Ok(_), Some((code, place))) => vec![code, place as i64],
        (Ok(value), None) => vec![0, value as i64],
    }
}
