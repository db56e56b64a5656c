const MOVES = [[-1, 0], [0, 1], [1, 0], [0, -1]];

function patrol_robot(grid, row, column, steps) {
  const [height, width] = [grid.length, grid[0].length];
  const place = new Map();
  const states = [];
  const rung = [0]; // how often after so many steps
  let state = { row, column, direction: 0, confused: false };
  const key = ({ row: y, column: x, direction, confused }) =>
    ((y * width + x) * 4 + direction) * 2 + Number(confused);

  /** The state after a step, and whether a bell rings. */
  function after({ row: y, column: x, direction, confused }) {
    const [down, right] = MOVES[direction];
    const [nextRow, nextColumn] = [(y + down + height) % height, (x + right + width) % width];
    const cell = grid[nextRow][nextColumn];
    if (cell === '#') {
      return [{ row: y, column: x, direction: (direction + 1) % 4, confused }, false];
    }
    let turn = 0;
    if (cell === 'R' || cell === 'L') turn = (cell === 'R') !== confused ? 1 : 3;
    const next = {
      row: nextRow,
      column: nextColumn,
      direction: (direction + turn) % 4,
      confused: confused !== (cell === '?'),
    };
    return [next, cell === '*'];
  }

  while (!place.has(key(state)) && states.length < steps) {
    place.set(key(state), states.length);
    states.push(state);
    const [next, rings] = after(state);
    rung.push(rung[rung.length - 1] + Number(rings));
    state = next;
  }
  let rings = rung[rung.length - 1];
  if (states.length < steps) {
    const start = place.get(key(state)); // from there on the states come round and round
    const period = states.length - start;
    const rest = (steps - start) % period;
    rings = rung[start + rest] + Math.floor((steps - start) / period) * (rings - rung[start]);
    state = states[start + rest];
  }
  return [state.row, state.column, state.direction, rings];
}
