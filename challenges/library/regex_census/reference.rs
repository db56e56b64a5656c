use std::collections::HashMap;
use std::iter::Peekable;
use std::str::Chars;

const PRIME: u64 = 1_000_000_007;

/// A set of places of letters, as bits; place 0 is the start.
type Places = u32;

#[derive(Clone, Copy)]
struct Part {
    may_be_empty: bool,
    first: Places,
    last: Places,
}

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
    letters: Vec<char>,
    following: Vec<Places>, // by place: the places that may come next
}

impl Reader<'_> {
    fn choice(&mut self) -> Part {
        let mut result = self.row();
        while self.rest.next_if_eq(&'|').is_some() {
            let other = self.row();
            result.may_be_empty |= other.may_be_empty;
            result.first |= other.first;
            result.last |= other.last;
        }
        result
    }

    fn row(&mut self) -> Part {
        let mut result = Part { may_be_empty: true, first: 0, last: 0 };
        while !matches!(self.rest.peek(), None | Some('|' | ')')) {
            let part = self.repeated();
            self.join(result.last, part.first);
            if result.may_be_empty {
                result.first |= part.first;
            }
            result.last = part.last | if part.may_be_empty { result.last } else { 0 };
            result.may_be_empty &= part.may_be_empty;
        }
        result
    }

    fn repeated(&mut self) -> Part {
        let mut part = self.single();
        while let Some(sign) = self.rest.next_if(|sign| "*+?".contains(*sign)) {
            if sign != '?' {
                self.join(part.last, part.first);
            }
            if sign != '+' {
                part.may_be_empty = true;
            }
        }
        part
    }

    fn single(&mut self) -> Part {
        let letter = self.rest.next().unwrap();
        if letter == '(' {
            let part = self.choice();
            self.rest.next();
            return part;
        }
        let place = 1 << self.letters.len();
        self.letters.push(letter);
        self.following.push(0);
        Part { may_be_empty: false, first: place, last: place }
    }

    fn join(&mut self, lasts: Places, firsts: Places) {
        for (place, next) in self.following.iter_mut().enumerate() {
            if lasts >> place & 1 == 1 {
                *next |= firsts;
            }
        }
    }
}

fn regex_census(pattern: String, letters: String, length: usize) -> u64 {
    let rest = pattern.chars().peekable();
    let mut reader = Reader { rest, letters: vec![' '], following: vec![0] };
    let whole = reader.choice();
    reader.following[0] = whole.first;
    let ends = whole.last | Places::from(whole.may_be_empty);
    let fits = |letter: char| {
        let places = reader.letters.iter().enumerate();
        places
            .filter(|&(_, &each)| each == letter || each == '.')
            .fold(0, |bits: Places, (place, _)| bits | 1 << place)
    };
    let fitting: Vec<Places> = letters.chars().map(fits).collect();

    // Words by the set of places where they may have ended: each word is in one set only.
    let mut counts: HashMap<Places, u64> = HashMap::from([(1, 1)]);
    for _ in 0..length {
        let mut after = HashMap::new();
        for (ended, count) in counts {
            let next = reader.following.iter().enumerate();
            let reached = next
                .filter(|(place, _)| ended >> place & 1 == 1)
                .fold(0, |bits: Places, (_, &more)| bits | more);
            for fits in fitting.iter().map(|fits| fits & reached).filter(|&fits| fits != 0) {
                let known = after.entry(fits).or_insert(0);
                *known = (*known + count) % PRIME;
            }
        }
        counts = after;
    }
    let matching = counts.iter().filter(|(&ended, _)| ended & ends != 0);
    matching.map(|(_, count)| count).sum::<u64>() % PRIME
}
