function ring_gap_rank(points, circumference, rank) {
  const count = points.length;
  if (rank > (count * (count - 1)) / 2) return -1;
  const sorted = [...points].sort((a, b) => a - b);
  const places = [...sorted, ...sorted.map((place) => place + circumference)];

  /** How many gaps are at most the limit, which is less than half the ring. */
  function gapsUpTo(limit) {
    let total = 0;
    let last = 0;
    for (let first = 0; first < count; first++) {
      while (places[last] <= places[first] + limit) last++;
      total += last - first - 1;
    }
    return total;
  }

  let low = 0;
  let high = Math.floor(circumference / 2);
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (gapsUpTo(middle) >= rank) high = middle;
    else low = middle + 1;
  }
  return low;
}
