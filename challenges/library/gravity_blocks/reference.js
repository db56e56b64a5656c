function gravity_blocks(grid, smallest) {
  let cells = grid.map((row) => [...row]);
  for (let turns = 0; ; turns++) {
    cells = fallen(cells, turns % 4);
    const doomed = groups(cells).filter((group) => group.length >= smallest).flat();
    if (doomed.length === 0) return cells.map((row) => row.join(''));
    for (const [row, column] of doomed) cells[row][column] = '.';
  }
}

/** Let the blocks slide down (0), left (1), up (2) or right (3). */
function fallen(cells, direction) {
  const isVertical = direction % 2 === 0;
  const settled = (isVertical ? transposed(cells) : cells).map((line) => {
    const blocks = line.filter((letter) => letter !== '.');
    const gap = new Array(line.length - blocks.length).fill('.');
    return direction === 0 || direction === 3 ? [...gap, ...blocks] : [...blocks, ...gap];
  });
  return isVertical ? transposed(settled) : settled;
}

function transposed(cells) {
  return cells[0].map((_, column) => cells.map((row) => row[column]));
}

function groups(cells) {
  const seen = cells.map((row) => row.map((letter) => letter === '.'));
  const found = [];
  cells.forEach((line, top) => line.forEach((letter, left) => {
    if (seen[top][left]) return;
    seen[top][left] = true;
    const group = [[top, left]];
    for (const [row, column] of group) { // grows while it is walked through
      for (const [down, right] of [[-1, 0], [1, 0], [0, -1], [0, 1]]) {
        const [y, x] = [row + down, column + right];
        if (cells[y]?.[x] === letter && !seen[y][x]) {
          seen[y][x] = true;
          group.push([y, x]);
        }
      }
    }
    found.push(group);
  }));
  return found;
}
