function print_spooler(printers, pause, jobs) {
  const arriving = jobs.map((_, index) => index).sort((a, b) => jobs[a][0] - jobs[b][0]);
  const free = new Heap((a, b) => a - b); // when each printer is free again
  for (let count = 0; count < printers; count++) free.push(0);
  const waiting = new Heap(
    (a, b) => jobs[b][2] - jobs[a][2] || jobs[a][0] - jobs[b][0] || a - b,
  );
  const finished = new Array(jobs.length).fill(0);
  let arrived = 0;
  let now = 0;
  for (let round = 0; round < jobs.length; round++) {
    now = Math.max(now, free.pop());
    if (waiting.size === 0) now = Math.max(now, jobs[arriving[arrived]][0]);
    while (arrived < jobs.length && jobs[arriving[arrived]][0] <= now) {
      waiting.push(arriving[arrived++]);
    }
    const index = waiting.pop();
    finished[index] = now + jobs[index][1];
    free.push(finished[index] + pause);
  }
  return finished;
}

/** A binary heap: the least item, as `compare` has it, first. */
class Heap {
  #items = [];
  #compare;

  constructor(compare) {
    this.#compare = compare;
  }

  get size() {
    return this.#items.length;
  }

  push(item) {
    const items = this.#items;
    let at = items.push(item) - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (this.#compare(items[up], item) <= 0) break;
      items[at] = items[up];
      at = up;
    }
    items[at] = item;
  }

  pop() {
    const items = this.#items;
    const top = items[0];
    const item = items.pop();
    if (items.length === 0) return top;
    let at = 0;
    for (let down = 1; down < items.length; down = 2 * at + 1) {
      if (down + 1 < items.length && this.#compare(items[down + 1], items[down]) < 0) down++;
      if (this.#compare(item, items[down]) <= 0) break;
      items[at] = items[down];
      at = down;
    }
    items[at] = item;
    return top;
  }
}
