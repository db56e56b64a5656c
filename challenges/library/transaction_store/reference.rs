use std::collections::HashMap;

#[derive(Default)]
struct Store {
    values: HashMap<String, String>,
    counts: HashMap<String, usize>,
    changes: Vec<(String, Option<String>)>, // a key and its value before
    opened: Vec<usize>,                     // how many changes there were when each was opened
}

impl Store {
    /// Keeps a value, or none; returns what was there before.
    fn put(&mut self, key: &str, value: Option<String>) -> Option<String> {
        let before = self.values.remove(key);
        if let Some(old) = &before {
            *self.counts.get_mut(old).unwrap() -= 1;
        }
        if let Some(new) = value {
            *self.counts.entry(new.clone()).or_default() += 1;
            self.values.insert(key.to_string(), new);
        }
        before
    }

    fn change(&mut self, key: &str, value: Option<String>) {
        let before = self.put(key, value);
        self.changes.push((key.to_string(), before));
    }

    /// Closes the innermost transaction; false if none is open.
    fn close(&mut self, undo: bool) -> bool {
        let Some(start) = self.opened.pop() else { return false };
        while undo && self.changes.len() > start {
            let (key, before) = self.changes.pop().unwrap();
            self.put(&key, before);
        }
        true
    }
}

fn transaction_store(commands: Vec<Vec<String>>) -> Vec<String> {
    let mut store = Store::default();
    let mut answers = Vec::new();
    for command in &commands {
        let words: Vec<&str> = command.iter().map(String::as_str).collect();
        match words[..] {
            ["set", key, value] => store.change(key, Some(value.to_string())),
            ["unset", key] => store.change(key, None),
            ["get", key] => answers.push(store.values.get(key).map_or("none".into(), String::clone)),
            ["count", value] => answers.push(store.counts.get(value).unwrap_or(&0).to_string()),
            ["begin"] => store.opened.push(store.changes.len()),
            _ if !store.close(words[0] == "rollback") => answers.push("no transaction".to_string()),
            _ => {}
        }
    }
    answers
}
