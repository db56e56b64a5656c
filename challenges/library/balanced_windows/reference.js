function balanced_windows(values, kinds, spread) {
  return withAtMost(kinds, values, spread) - withAtMost(kinds - 1, values, spread);
}

/** How many windows have at most so many kinds, and no larger spread. */
function withAtMost(kinds, values, spread) {
  if (kinds === 0) return 0;
  let total = 0;
  let start = 0;
  const counts = new Map();
  const lowest = new Extreme(values, (a, b) => a <= b);
  const highest = new Extreme(values, (a, b) => a >= b);
  values.forEach((value, end) => {
    counts.set(value, (counts.get(value) ?? 0) + 1);
    lowest.push(end);
    highest.push(end);
    while (counts.size > kinds || highest.value - lowest.value > spread) {
      const left = counts.get(values[start]) - 1;
      if (left === 0) counts.delete(values[start]);
      else counts.set(values[start], left);
      start++;
      lowest.dropBefore(start);
      highest.dropBefore(start);
    }
    total += end - start + 1;
  });
  return total;
}

/** The lowest or highest value of a window that moves on. */
class Extreme {
  #indices = [];
  #head = 0;
  #values;
  #precedes;

  constructor(values, precedes) {
    this.#values = values;
    this.#precedes = precedes;
  }

  get value() {
    return this.#values[this.#indices[this.#head]];
  }

  push(index) {
    const [indices, values] = [this.#indices, this.#values];
    while (indices.length > this.#head && !this.#precedes(values[indices.at(-1)], values[index])) {
      indices.pop();
    }
    indices.push(index);
  }

  dropBefore(start) {
    if (this.#indices[this.#head] < start) this.#head++;
  }
}
