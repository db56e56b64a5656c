function ranked_window_sum(values, shortest, rank) {
  const starts = Math.max(0, values.length - shortest + 1);
  if (rank > (starts * (starts + 1)) / 2) return null;
  const sums = [0]; // a window's sum is the difference of two of them
  for (const value of values) sums.push(sums[sums.length - 1] + value);
  const ordered = Float64Array.from(sums).sort();
  const place = sums.map((total) => sums.length - countBelow(ordered, total)); // 1 for the largest

  /** How many windows have a sum of at most the limit. */
  function windowsUpTo(limit) {
    const tree = new Int32Array(sums.length + 1); // starts by place (a Fenwick tree)
    let count = 0;
    for (let end = shortest; end < sums.length; end++) {
      for (let at = place[end - shortest]; at < tree.length; at += at & -at) tree[at]++;
      let at = sums.length - countBelow(ordered, sums[end] - limit);
      for (; at > 0; at &= at - 1) count += tree[at];
    }
    return count;
  }

  let high = ordered[ordered.length - 1] - ordered[0];
  let low = -high;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (windowsUpTo(middle) >= rank) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** How many of the sorted numbers are less than a value. */
function countBelow(sorted, value) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
