type Grid = Vec<Vec<u8>>;

fn gravity_blocks(grid: Vec<String>, smallest: usize) -> Vec<String> {
    let mut cells: Grid = grid.into_iter().map(String::into_bytes).collect();
    for turns in 0.. {
        cells = fallen(cells, turns % 4);
        let found = groups(&cells);
        let doomed: Vec<_> = found.iter().filter(|group| group.len() >= smallest).flatten().collect();
        if doomed.is_empty() {
            break;
        }
        for &(row, column) in doomed {
            cells[row][column] = b'.';
        }
    }
    cells.into_iter().map(|row| String::from_utf8(row).unwrap()).collect()
}

/// Lets the blocks slide down (0), left (1), up (2) or right (3).
fn fallen(cells: Grid, direction: usize) -> Grid {
    let is_vertical = direction % 2 == 0;
    let mut lines = if is_vertical { transposed(&cells) } else { cells };
    for line in &mut lines {
        // A stable sort: gaps before blocks, or after them.
        line.sort_by_key(|&letter| (letter == b'.') != matches!(direction, 0 | 3));
    }
    if is_vertical { transposed(&lines) } else { lines }
}

fn transposed(cells: &Grid) -> Grid {
    (0..cells[0].len()).map(|column| cells.iter().map(|row| row[column]).collect()).collect()
}

fn groups(cells: &Grid) -> Vec<Vec<(usize, usize)>> {
    let mut left = cells.clone(); // the blocks that are in no group yet
    let mut groups = Vec::new();
    for row in 0..cells.len() {
        for column in 0..cells[0].len() {
            let letter = std::mem::replace(&mut left[row][column], b'.');
            if letter == b'.' {
                continue;
            }
            let mut group = vec![(row, column)];
            let mut at = 0;
            while let Some(&(y, x)) = group.get(at) {
                at += 1;
                // Beyond the first row or column is beyond the last one, too.
                let near = [(y.wrapping_sub(1), x), (y + 1, x), (y, x.wrapping_sub(1)), (y, x + 1)];
                for (y, x) in near {
                    if left.get(y).and_then(|line| line.get(x)) == Some(&letter) {
                        left[y][x] = b'.';
                        group.push((y, x));
                    }
                }
            }
            groups.push(group);
        }
    }
    groups
}
