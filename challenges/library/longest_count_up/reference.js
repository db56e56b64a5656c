function longest_count_up(values) {
  const lengthAt = new Map();
  let best = 0;
  for (const value of values) {
    const length = Math.max((lengthAt.get(value - 1) ?? 0) + 1, lengthAt.get(value) ?? 0);
    lengthAt.set(value, length);
    best = Math.max(best, length);
  }
  return best;
}
