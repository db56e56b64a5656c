use std::collections::{BTreeMap, HashMap};

struct Wall {
    // Where each stripe begins, and its colour; neighbours differ. At the end of the wall -1.
    stripes: BTreeMap<i64, i64>,
    painted: HashMap<i64, i64>,
}

impl Wall {
    fn new(length: i64) -> Self {
        Wall {
            stripes: BTreeMap::from([(0, 0), (length, -1)]),
            painted: HashMap::from([(0, length)]),
        }
    }

    fn paint(&mut self, start: i64, end: i64, colour: i64) {
        self.split(start);
        self.split(end);
        let places: Vec<i64> = self.stripes.range(start..=end).map(|(&place, _)| place).collect();
        for pair in places.windows(2) {
            let old = self.stripes.remove(&pair[0]).unwrap();
            *self.painted.entry(old).or_default() -= pair[1] - pair[0];
        }
        *self.painted.entry(colour).or_default() += end - start;
        self.stripes.insert(start, colour);
        self.merge(end);
        self.merge(start);
    }

    fn stretch(&self, place: i64) -> i64 {
        let (start, _) = self.stripes.range(..=place).next_back().unwrap();
        let (end, _) = self.stripes.range(place + 1..).next().unwrap();
        end - start
    }

    /// Lets a stripe begin at a place.
    fn split(&mut self, place: i64) {
        let (_, &colour) = self.stripes.range(..=place).next_back().unwrap();
        self.stripes.entry(place).or_insert(colour);
    }

    /// Makes one of the stripe that begins at a place and the one before, if they look the same.
    fn merge(&mut self, place: i64) {
        let before = self.stripes.range(..place).next_back().map(|(_, colour)| colour);
        if before == self.stripes.get(&place) {
            self.stripes.remove(&place);
        }
    }
}

fn wall_painter(length: i64, commands: Vec<Vec<i64>>) -> Vec<i64> {
    let mut wall = Wall::new(length);
    let mut answers = Vec::new();
    for command in &commands {
        match command[..] {
            [0, start, end, colour] if start < end => wall.paint(start, end, colour),
            [1, colour] => answers.push(*wall.painted.get(&colour).unwrap_or(&0)),
            [2, place] => answers.push(wall.stretch(place)),
            _ => {}
        }
    }
    answers
}
