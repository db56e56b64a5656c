use std::collections::HashMap;

const MOVES: [(i64, i64); 4] = [(-1, 0), (0, 1), (1, 0), (0, -1)];

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct State {
    row: i64,
    column: i64,
    direction: usize,
    confused: bool,
}

impl State {
    /// The state after a step, and whether a bell rings.
    fn after(self, grid: &[Vec<u8>]) -> (State, bool) {
        let (down, right) = MOVES[self.direction];
        let row = (self.row + down).rem_euclid(grid.len() as i64);
        let column = (self.column + right).rem_euclid(grid[0].len() as i64);
        let cell = grid[row as usize][column as usize];
        if cell == b'#' {
            return (State { direction: (self.direction + 1) % 4, ..self }, false);
        }
        let turn = match cell {
            b'R' | b'L' if (cell == b'R') != self.confused => 1,
            b'R' | b'L' => 3,
            _ => 0,
        };
        let direction = (self.direction + turn) % 4;
        let confused = self.confused != (cell == b'?');
        (State { row, column, direction, confused }, cell == b'*')
    }
}

fn patrol_robot(grid: Vec<String>, row: i64, column: i64, steps: usize) -> Vec<i64> {
    let grid: Vec<Vec<u8>> = grid.into_iter().map(String::into_bytes).collect();
    let mut state = State { row, column, direction: 0, confused: false };
    let mut place = HashMap::new();
    let mut states = Vec::new();
    let mut rung = vec![0]; // how often after so many steps
    while !place.contains_key(&state) && states.len() < steps {
        place.insert(state, states.len());
        states.push(state);
        let (next, rings) = state.after(&grid);
        rung.push(rung[rung.len() - 1] + i64::from(rings));
        state = next;
    }
    let mut rings = rung[rung.len() - 1];
    if states.len() < steps {
        let start = place[&state]; // from there on the states come round and round
        let period = states.len() - start;
        let (rounds, rest) = ((steps - start) / period, (steps - start) % period);
        rings = rung[start + rest] + rounds as i64 * (rings - rung[start]);
        state = states[start + rest];
    }
    vec![state.row, state.column, state.direction as i64, rings]
}
