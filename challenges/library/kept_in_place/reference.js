function kept_in_place(heights, slack) {
  const ranks = [...new Set(heights)].sort((a, b) => a - b);
  // tree: the most books that may stay from one of at least some height on (a Fenwick tree over
  // the heights in descending order).
  const tree = new Array(ranks.length + 1).fill(0);
  const most = new Array(heights.length).fill(0); // from each book on, with it
  for (let index = heights.length - 1; index >= 0; index--) {
    let position = ranks.length - countBelow(ranks, heights[index] - slack);
    for (; position > 0; position -= position & -position) {
      most[index] = Math.max(most[index], tree[position]);
    }
    most[index]++;
    position = ranks.length - countBelow(ranks, heights[index]);
    for (; position < tree.length; position += position & -position) {
      tree[position] = Math.max(tree[position], most[index]);
    }
  }
  const kept = [];
  let missing = most.reduce((a, b) => Math.max(a, b), 0);
  heights.forEach((_, index) => {
    // The first book that can go on for so long is never too low: else it could for longer.
    if (most[index] === missing) {
      kept.push(index);
      missing--;
    }
  });
  return kept;
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
