function repeated_tiles(grid) {
  const limit = Math.min(grid.length, grid[0].length);
  // By the place of a tile's upper left corner a number: equal tiles, and only those, have the same.
  const doubled = [numbered(grid.map((row) => [...row]))]; // for sides 1, 2, 4 …
  for (let half = 1; 2 * half <= limit; half *= 2) {
    doubled.push(ofSide(2 * half, half, doubled[doubled.length - 1]));
  }

  /** The places of each tile that occurs more than once, in the order of the first ones. */
  function occurrences(side) {
    const level = Math.floor(Math.log2(side));
    const places = new Map();
    ofSide(side, 2 ** level, doubled[level]).forEach((ids, row) => {
      ids.forEach((number, column) => {
        if (!places.has(number)) places.set(number, []);
        places.get(number).push([row, column]);
      });
    });
    return [...places.values()].filter((found) => found.length > 1);
  }

  // If a tile comes twice, so do the smaller ones in its corner.
  let [low, high] = [0, limit];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (occurrences(middle).length > 0) low = middle;
    else high = middle - 1;
  }
  if (low === 0) return [0];
  const [[first, second]] = occurrences(low);
  return [low, ...first, ...second];
}

/** The numbers of tiles, which are covered by four smaller ones in their corners. */
function ofSide(side, part, ids) {
  const gap = side - part;
  const keys = [];
  for (let row = 0; row + gap < ids.length; row++) {
    const [upper, lower] = [ids[row], ids[row + gap]];
    const width = upper.length - gap;
    keys.push(Array.from({ length: width }, (_, at) =>
      `${upper[at]},${upper[at + gap]},${lower[at]},${lower[at + gap]}`));
  }
  return numbered(keys);
}

function numbered(keys) {
  const known = new Map();
  return keys.map((row) => row.map((key) => {
    if (!known.has(key)) known.set(key, known.size);
    return known.get(key);
  }));
}
