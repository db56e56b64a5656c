use std::collections::{BTreeMap, HashMap};

/// By the place of a tile's upper left corner a number: equal tiles, and only those, have the same.
type Ids = Vec<Vec<usize>>;

fn repeated_tiles(grid: Vec<String>) -> Vec<usize> {
    let limit = grid.len().min(grid[0].len());
    let letters = grid.iter().map(|row| row.bytes().map(usize::from).collect()).collect();
    let mut doubled: Vec<Ids> = vec![letters]; // for sides 1, 2, 4 and so on
    let mut half = 1;
    while 2 * half <= limit {
        doubled.push(of_side(2 * half, half, &doubled[doubled.len() - 1]));
        half *= 2;
    }
    let (mut low, mut high) = (0, limit); // if a tile comes twice, so do smaller ones in its corner
    while low < high {
        let middle = (low + high + 1) / 2;
        match occurrences(middle, &doubled) {
            Some(_) => low = middle,
            None => high = middle - 1,
        }
    }
    if low == 0 {
        return vec![0];
    }
    let found = occurrences(low, &doubled).unwrap();
    vec![low, found[0].0, found[0].1, found[1].0, found[1].1]
}

/// The places of the first tile that occurs more than once.
fn occurrences(side: usize, doubled: &[Ids]) -> Option<Vec<(usize, usize)>> {
    let level = side.ilog2() as usize;
    // Numbers are in the order of the first places.
    let mut places: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for (row, ids) in of_side(side, 1 << level, &doubled[level]).iter().enumerate() {
        for (column, &number) in ids.iter().enumerate() {
            places.entry(number).or_default().push((row, column));
        }
    }
    places.into_values().find(|found| found.len() > 1)
}

/// The numbers of tiles, which are covered by four smaller ones in their corners.
fn of_side(side: usize, part: usize, ids: &Ids) -> Ids {
    let gap = side - part;
    let mut known = HashMap::new();
    (0..ids.len() - gap)
        .map(|row| {
            let (upper, lower) = (&ids[row], &ids[row + gap]);
            (0..upper.len() - gap)
                .map(|at| {
                    let corners = (upper[at], upper[at + gap], lower[at], lower[at + gap]);
                    let fresh = known.len();
                    *known.entry(corners).or_insert(fresh)
                })
                .collect()
        })
        .collect()
}
