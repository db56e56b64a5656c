use std::collections::{BTreeMap, HashMap};

fn shelf_misses(room: i64, wishes: Vec<String>) -> i64 {
    let mut asked: HashMap<&str, usize> = HashMap::new();
    let mut shelf: BTreeMap<usize, &str> = BTreeMap::new();
    let mut misses = 0;
    for (now, book) in wishes.iter().enumerate() {
        match asked.insert(book, now) {
            Some(before) => {
                shelf.remove(&before);
            }
            None => misses += 1,
        }
        shelf.insert(now, book);
        if shelf.len() as i64 > room {
            let (_, oldest) = shelf.pop_first().unwrap();
            asked.remove(oldest);
        }
    }
    misses
}
