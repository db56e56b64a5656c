function robot_cells(commands) {
  let [east, north] = [0, 0];
  let [dx, dy] = [0, 1];
  const seen = new Set(["0,0"]);
  for (const command of commands) {
    if (command === "L") [dx, dy] = [-dy, dx];
    else if (command === "R") [dx, dy] = [dy, -dx];
    else if (command === "F") {
      east += dx;
      north += dy;
      seen.add(`${east},${north}`);
    }
  }
  return seen.size;
}
