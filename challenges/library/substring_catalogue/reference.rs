use std::cmp::Reverse;
use std::collections::BTreeMap;

const NONE: usize = usize::MAX;

/// Stands for parts with the same ends in the text.
#[derive(Clone)]
struct State {
    steps: BTreeMap<char, usize>,
    length: usize, // of the longest part
    link: usize,   // the state of the longest end that occurs more often
    count: usize,  // of occurrences
    listed: usize, // how many parts go on from here, with its own
}

/// The suffix automaton of a text.
struct Automaton {
    states: Vec<State>,
}

impl Automaton {
    fn new(text: &str) -> Self {
        let root = State { steps: BTreeMap::new(), length: 0, link: NONE, count: 0, listed: 0 };
        let mut automaton = Automaton { states: vec![root] };
        let mut last = 0;
        for letter in text.chars() {
            last = automaton.extend(last, letter);
        }
        for state in automaton.by_length() {
            let (link, count) = (automaton.states[state].link, automaton.states[state].count);
            if link != NONE {
                automaton.states[link].count += count;
            }
        }
        automaton
    }

    /// All states, those with the longest parts first.
    fn by_length(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.states.len()).collect();
        order.sort_by_key(|&state| Reverse(self.states[state].length));
        order
    }

    fn following(&self, state: usize) -> usize {
        self.states[state].steps.values().map(|&target| self.states[target].listed).sum()
    }

    fn add(&mut self, state: State) -> usize {
        self.states.push(state);
        self.states.len() - 1
    }

    fn extend(&mut self, mut last: usize, letter: char) -> usize {
        let length = self.states[last].length + 1;
        let fresh = self.add(State { steps: BTreeMap::new(), length, link: 0, count: 1, listed: 0 });
        while last != NONE && !self.states[last].steps.contains_key(&letter) {
            self.states[last].steps.insert(letter, fresh);
            last = self.states[last].link;
        }
        if last == NONE {
            return fresh;
        }
        let mut target = self.states[last].steps[&letter];
        let length = self.states[last].length + 1;
        if self.states[target].length != length {
            let short = self.add(State { length, count: 0, ..self.states[target].clone() });
            while last != NONE && self.states[last].steps.get(&letter) == Some(&target) {
                self.states[last].steps.insert(letter, short);
                last = self.states[last].link;
            }
            self.states[target].link = short;
            target = short;
        }
        self.states[fresh].link = target;
        fresh
    }
}

fn substring_catalogue(text: String, times: usize, place: usize) -> String {
    let mut automaton = Automaton::new(&text);
    for state in automaton.by_length() {
        if automaton.states[state].count >= times {
            automaton.states[state].listed = 1 + automaton.following(state);
        }
    }
    let mut part = String::new();
    if place > automaton.following(0) {
        return part;
    }
    let (mut state, mut left) = (0, place);
    while left > 0 {
        for (&letter, &target) in &automaton.states[state].steps {
            let listed = automaton.states[target].listed;
            if left <= listed {
                part.push(letter);
                state = target;
                left -= 1; // the part that ends here
                break;
            }
            left -= listed;
        }
    }
    part
}
