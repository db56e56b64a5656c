function interval_rank(runs, rank) {
  const change = new Map();
  const add = (place, copies) => change.set(place, (change.get(place) ?? 0) + copies);
  let total = 0;
  for (const [one, other, copies] of runs) {
    const [first, last] = [Math.min(one, other), Math.max(one, other)];
    add(first, copies);
    add(last + 1, -copies);
    total += (last - first + 1) * copies;
  }
  let left = rank < 0 ? rank + total + 1 : rank;
  if (left < 1 || left > total) return null;
  let [copies, position] = [0, 0];
  for (const start of [...change.keys()].sort((a, b) => a - b)) {
    const passed = (start - position) * copies; // every number from position up to start
    if (left <= passed) break;
    left -= passed;
    copies += change.get(start);
    position = start;
  }
  return position + Math.floor((left - 1) / copies);
}
