function toll_coupons(towns, roads, coupons, start, goal) {
  const leaving = Array.from({ length: towns }, () => []);
  for (const [from, target, toll] of roads) leaving[from].push([target, toll]);
  const layers = 2 * (coupons + 1); // for each number of coupons left: just used one, or not
  const settled = new Uint8Array(towns * layers);
  const waiting = new Heap();
  waiting.push({ cost: 0, town: start, left: coupons, justUsed: 0 });
  while (waiting.size > 0) {
    const { cost, town, left, justUsed } = waiting.pop();
    if (town === goal) return cost;
    const state = town * layers + 2 * left + justUsed;
    if (settled[state]) continue;
    settled[state] = 1;
    for (const [target, toll] of leaving[town]) {
      waiting.push({ cost: cost + toll, town: target, left, justUsed: 0 });
      if (left > 0 && !justUsed) {
        const half = Math.floor(toll / 2);
        waiting.push({ cost: cost + half, town: target, left: left - 1, justUsed: 1 });
      }
    }
  }
  return -1;
}

/** A binary heap: the entry of least cost first. */
class Heap {
  #items = [];

  get size() {
    return this.#items.length;
  }

  push(item) {
    const items = this.#items;
    let at = items.push(item) - 1;
    for (let up = (at - 1) >> 1; at > 0 && item.cost < items[up].cost; up = (at - 1) >> 1) {
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
    for (;;) {
      let down = 2 * at + 1;
      if (down + 1 < items.length && items[down + 1].cost < items[down].cost) down++;
      if (down >= items.length || items[down].cost >= item.cost) break;
      items[at] = items[down];
      at = down;
    }
    items[at] = item;
    return top;
  }
}
