const NO_TOOL = -1;

function machine_shop(setup, orders) {
  const arriving = orders.map((_, index) => index).sort((a, b) => orders[a][0] - orders[b][0]);
  const left = orders.map(([, work]) => work);
  const finished = new Array(orders.length).fill(0);
  const waiting = new Heap((a, b) => orders[b][2] - orders[a][2] || a - b);
  let [now, arrived, tool] = [0, 0, NO_TOOL];
  let current = -1; // the order that the machine deals with
  let settingUp = 0; // what is left of its setup
  while (arrived < orders.length || waiting.size > 0 || current >= 0) {
    if (current < 0 && waiting.size === 0) now = Math.max(now, orders[arriving[arrived]][0]);
    while (arrived < orders.length && orders[arriving[arrived]][0] <= now) {
      waiting.push(arriving[arrived++]);
    }
    if (current >= 0 && waiting.size > 0 && orders[waiting.top][2] > orders[current][2]) {
      waiting.push(current);
      current = -1;
    }
    if (current < 0) {
      current = waiting.pop();
      settingUp = tool === orders[current][3] ? 0 : setup;
      tool = settingUp === 0 ? orders[current][3] : NO_TOOL;
    }

    let end = now + settingUp + left[current];
    if (arrived < orders.length) end = Math.min(end, orders[arriving[arrived]][0]);
    const setUp = Math.min(settingUp, end - now);
    settingUp -= setUp;
    if (settingUp === 0) tool = orders[current][3];
    left[current] -= end - now - setUp;
    now = end;
    if (left[current] === 0) {
      finished[current] = now;
      current = -1;
    }
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

  get top() {
    return this.#items[0];
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
    const first = items[0];
    const item = items.pop();
    if (items.length === 0) return first;
    let at = 0;
    for (let down = 1; down < items.length; down = 2 * at + 1) {
      if (down + 1 < items.length && this.#compare(items[down + 1], items[down]) < 0) down++;
      if (this.#compare(item, items[down]) <= 0) break;
      items[at] = items[down];
      at = down;
    }
    items[at] = item;
    return first;
  }
}
