#[derive(Clone, Copy)]
struct Line {
    slope: i64,
    height: i64,
}

impl Line {
    fn at(self, place: i64) -> i64 {
        self.slope * place + self.height
    }
}

/// Straight lines; asks for the lowest of them at one of some places (a Li Chao tree).
struct Lines {
    places: Vec<i64>,
    lines: Vec<Option<Line>>, // by the node of the tree
}

impl Lines {
    fn new(mut places: Vec<i64>) -> Self {
        places.sort_unstable();
        places.dedup();
        let lines = vec![None; 4 * places.len()];
        Lines { places, lines }
    }

    fn add(&mut self, line: Line) {
        let mut added = line;
        let (mut node, mut low, mut high) = (1, 0, self.places.len() - 1);
        while let Some(kept) = &mut self.lines[node] {
            let middle = (low + high) / 2;
            if added.at(self.places[middle]) < kept.at(self.places[middle]) {
                std::mem::swap(&mut added, kept);
            }
            if low == high {
                return;
            }
            // The line that is higher in the middle can only be lower on one side.
            if added.slope > kept.slope {
                (node, high) = (2 * node, middle);
            } else {
                (node, low) = (2 * node + 1, middle + 1);
            }
        }
        self.lines[node] = Some(added);
    }

    fn lowest(&self, place: i64) -> i64 {
        let mut best = i64::MAX;
        let (mut node, mut low, mut high) = (1, 0, self.places.len() - 1);
        while let Some(line) = self.lines[node] {
            best = best.min(line.at(place));
            let middle = (low + high) / 2;
            if low == high {
                break;
            }
            if place <= self.places[middle] {
                (node, high) = (2 * node, middle);
            } else {
                (node, low) = (2 * node + 1, middle + 1);
            }
        }
        best
    }
}

fn target_blocks(values: Vec<i64>, target: i64, fee: i64) -> i64 {
    // A block from sum s to sum t costs (t - target - s)^2 + fee: at the place t - target that is a
    // line with slope -2 s, apart from the square of the place.
    let mut sums = vec![0];
    for value in &values {
        sums.push(sums[sums.len() - 1] + value);
    }
    let mut lines = Lines::new(sums.iter().map(|total| total - target).collect());
    let mut cost = 0;
    for pair in sums.windows(2) {
        lines.add(Line { slope: -2 * pair[0], height: cost + pair[0] * pair[0] });
        let place = pair[1] - target;
        cost = lines.lowest(place) + place * place + fee;
    }
    cost
}
