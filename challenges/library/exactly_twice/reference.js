/** Counters by place, of which the sum up to a place is asked for (a Fenwick tree). */
class Sums {
  #tree;

  constructor(size) {
    this.#tree = new Int32Array(size + 1);
  }

  add(place, difference) {
    for (let at = place + 1; at < this.#tree.length; at += at & -at) this.#tree[at] += difference;
  }

  upTo(place) {
    let total = 0;
    for (let at = place + 1; at > 0; at &= at - 1) total += this.#tree[at];
    return total;
  }
}

function exactly_twice(values, windows) {
  const ending = values.map(() => []);
  windows.forEach(([first, last], index) => {
    if (first <= last) ending[last].push(index);
  });
  // The sum up to a first index is the answer for the windows from there to the current end: a
  // value counts for those that begin after its last but two and not after its last but one.
  const answers = new Array(windows.length).fill(0);
  const sums = new Sums(values.length + 1);
  const occurrences = new Map();
  values.forEach((value, end) => {
    const [before, third, second] = occurrences.get(value) ?? [-1, -1, -1];
    occurrences.set(value, [third, second, end]);
    for (const [start, after, difference] of [[before, third, -1], [third, second, 1]]) {
      sums.add(start + 1, difference);
      sums.add(after + 1, -difference);
    }
    for (const index of ending[end]) answers[index] = sums.upTo(windows[index][0]);
  });
  return answers;
}
