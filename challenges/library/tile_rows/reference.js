function tile_rows(length, tiles) {
  const ways = [1];
  for (let covered = 1; covered <= length; covered++) {
    let total = 0;
    for (const tile of tiles) if (tile <= covered) total += ways[covered - tile];
    ways.push(total % 1000000007);
  }
  return ways[length];
}
