/** Stripes: where each begins, and its colour. Neighbours differ in colour. */
class Wall {
  #starts;
  #colours = [0];
  #painted;

  constructor(length) {
    this.#starts = [0, length]; // the last one is the end of the wall
    this.#painted = new Map([[0, length]]);
  }

  paint(start, end, colour) {
    this.#split(start);
    this.#split(end);
    const [first, last] = [this.#find(start), this.#find(end)];
    for (let stripe = first; stripe < last; stripe++) {
      this.#count(this.#colours[stripe], this.#starts[stripe] - this.#starts[stripe + 1]);
    }
    this.#count(colour, end - start);
    this.#starts.splice(first, last - first, start);
    this.#colours.splice(first, last - first, colour);
    this.#merge(first + 1);
    this.#merge(first);
  }

  painted(colour) {
    return this.#painted.get(colour) ?? 0;
  }

  stretch(place) {
    const after = this.#find(place + 1);
    return this.#starts[after] - this.#starts[after - 1];
  }

  #count(colour, more) {
    this.#painted.set(colour, this.painted(colour) + more);
  }

  /** The first stripe that begins at a place or after it. */
  #find(place) {
    let [low, high] = [0, this.#starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle] < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Lets a stripe begin at a place. */
  #split(place) {
    const at = this.#find(place);
    if (this.#starts[at] === place) return;
    this.#starts.splice(at, 0, place);
    this.#colours.splice(at, 0, this.#colours[at - 1]);
  }

  /** Makes one of a stripe and the one before, if they have one colour. */
  #merge(stripe) {
    if (stripe < 1 || this.#colours[stripe - 1] !== this.#colours[stripe]) return;
    this.#starts.splice(stripe, 1);
    this.#colours.splice(stripe, 1);
  }
}

function wall_painter(length, commands) {
  const wall = new Wall(length);
  const answers = [];
  for (const [kind, one, other, colour] of commands) {
    if (kind === 1) answers.push(wall.painted(one));
    else if (kind === 2) answers.push(wall.stretch(one));
    else if (one < other) wall.paint(one, other, colour);
  }
  return answers;
}
