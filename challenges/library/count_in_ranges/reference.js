function count_in_ranges(values, ranges) {
  const ordered = [...values].sort((a, b) => a - b);
  const firstWhere = (holds) => {
    let [low, high] = [0, ordered.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (holds(ordered[middle])) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return ranges.map(([low, high]) =>
    Math.max(0, firstWhere((value) => value > high) - firstWhere((value) => value >= low)),
  );
}
