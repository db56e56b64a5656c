use std::collections::{BTreeSet, HashMap};

struct Entry {
    value: i64,
    counter: i64,
    time: usize,
}

struct Cache {
    capacity: usize,
    cap: i64,
    clock: usize,
    entries: HashMap<i64, Entry>,
    order: BTreeSet<(i64, usize, i64)>, // counter, time of the last use, key
}

impl Cache {
    fn read(&mut self, key: i64) -> i64 {
        let Some(value) = self.entries.get(&key).map(|entry| entry.value) else { return -1 };
        self.put(key, value);
        value
    }

    fn write(&mut self, key: i64, value: i64) {
        if self.capacity == 0 {
            return;
        }
        if !self.entries.contains_key(&key) && self.entries.len() == self.capacity {
            let &(_, _, least) = self.order.first().unwrap();
            self.remove(least);
        }
        self.put(key, value);
    }

    fn remove(&mut self, key: i64) -> i64 {
        let Some(entry) = self.entries.remove(&key) else { return 0 };
        self.order.remove(&(entry.counter, entry.time, key));
        entry.counter
    }

    /// Makes an entry anew, with one use more than it had.
    fn put(&mut self, key: i64, value: i64) {
        let counter = self.cap.min(self.remove(key) + 1);
        self.clock += 1;
        self.entries.insert(key, Entry { value, counter, time: self.clock });
        self.order.insert((counter, self.clock, key));
    }
}

fn lfu_cache(capacity: usize, cap: i64, commands: Vec<Vec<i64>>) -> Vec<i64> {
    let (entries, order) = (HashMap::new(), BTreeSet::new());
    let mut cache = Cache { capacity, cap, clock: 0, entries, order };
    let mut answers = Vec::new();
    for command in &commands {
        match command[..] {
            [0, key] => answers.push(cache.read(key)),
            [1, key, value] => cache.write(key, value),
            _ => answers.push(cache.remove(command[1])),
        }
    }
    answers
}
