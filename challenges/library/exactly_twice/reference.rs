use std::collections::HashMap;

/// Counters by place, of which the sum up to a place is asked for (a Fenwick tree).
struct Sums {
    tree: Vec<i64>,
}

impl Sums {
    fn add(&mut self, place: usize, difference: i64) {
        let mut at = place + 1;
        while at < self.tree.len() {
            self.tree[at] += difference;
            at += at & at.wrapping_neg();
        }
    }

    /// Lets a difference count from one place up to, and not at, another.
    fn add_range(&mut self, start: usize, end: usize, difference: i64) {
        self.add(start, difference);
        self.add(end, -difference);
    }

    fn up_to(&self, place: usize) -> i64 {
        let (mut total, mut at) = (0, place + 1);
        while at > 0 {
            total += self.tree[at];
            at &= at - 1;
        }
        total
    }
}

fn exactly_twice(values: Vec<i64>, windows: Vec<Vec<usize>>) -> Vec<i64> {
    let mut ending = vec![Vec::new(); values.len()];
    for (index, window) in windows.iter().enumerate() {
        if window[0] <= window[1] {
            ending[window[1]].push(index);
        }
    }
    // The sum up to a first index is the answer for the windows from there to the current end: a
    // value counts for those that begin after its last but two and not after its last but one.
    let mut answers = vec![0; windows.len()];
    let mut sums = Sums { tree: vec![0; values.len() + 2] };
    // The three places after the last occurrences of each value; 0 if there is none.
    let mut occurrences: HashMap<i64, [usize; 3]> = HashMap::new();
    for (end, value) in values.iter().enumerate() {
        let last = occurrences.entry(*value).or_insert([0; 3]);
        let [before, third, second] = *last;
        sums.add_range(before, third, -1);
        sums.add_range(third, second, 1);
        *last = [third, second, end + 1];
        for &index in &ending[end] {
            answers[index] = sums.up_to(windows[index][0]);
        }
    }
    answers
}
