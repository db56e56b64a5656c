use std::collections::{HashMap, HashSet};

struct Panel {
    forced: HashMap<i64, Vec<i64>>, // by wish: the wishes that have to be fulfilled with it
    fulfilled: HashSet<i64>,
}

impl Panel {
    fn new(rules: &[Vec<i64>]) -> Self {
        let mut forced: HashMap<i64, Vec<i64>> = HashMap::new();
        for rule in rules {
            forced.entry(-rule[0]).or_default().push(rule[1]);
            forced.entry(-rule[1]).or_default().push(rule[0]);
        }
        Panel { forced, fulfilled: HashSet::new() }
    }

    /// Fulfils a wish and all that follows from it, if that is possible.
    fn fulfil(&mut self, wish: i64) -> bool {
        let mut added = vec![wish];
        self.fulfilled.insert(wish);
        let mut at = 0;
        while let Some(each) = added.get(at) {
            at += 1;
            for &following in self.forced.get(each).into_iter().flatten() {
                if self.fulfilled.contains(&-following) {
                    for each in &added {
                        self.fulfilled.remove(each);
                    }
                    return false;
                }
                if self.fulfilled.insert(following) {
                    added.push(following);
                }
            }
        }
        true
    }
}

fn switch_panel(switches: i64, rules: Vec<Vec<i64>>) -> Vec<i64> {
    let mut panel = Panel::new(&rules);
    let mut setting = Vec::new();
    for each in 1..=switches {
        // What is fulfilled so far forces nothing more, so it never has to be taken back.
        let is_known = panel.fulfilled.contains(&each) || panel.fulfilled.contains(&-each);
        if !is_known && !panel.fulfil(-each) && !panel.fulfil(each) {
            return Vec::new();
        }
        setting.push(i64::from(panel.fulfilled.contains(&each)));
    }
    setting
}
