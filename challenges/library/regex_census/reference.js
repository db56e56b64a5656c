const PRIME = 1000000007;

/** Reads a pattern; sets of places of its letters are bits, and place 0 is the start. */
class Reader {
  letters = [''];
  following = [0]; // by place: the places that may come next
  #pattern;
  #at = 0;

  constructor(pattern) {
    this.#pattern = pattern;
    const whole = this.#choice();
    this.following[0] = whole.first;
    this.ends = whole.last | (whole.mayBeEmpty ? 1 : 0);
  }

  get #next() {
    return this.#pattern[this.#at];
  }

  #choice() {
    const result = this.#row();
    while (this.#next === '|') {
      this.#at++;
      const other = this.#row();
      result.mayBeEmpty ||= other.mayBeEmpty;
      result.first |= other.first;
      result.last |= other.last;
    }
    return result;
  }

  #row() {
    const result = { mayBeEmpty: true, first: 0, last: 0 };
    while (this.#next !== undefined && this.#next !== '|' && this.#next !== ')') {
      const part = this.#repeated();
      this.#join(result.last, part.first);
      if (result.mayBeEmpty) result.first |= part.first;
      result.last = part.last | (part.mayBeEmpty ? result.last : 0);
      result.mayBeEmpty &&= part.mayBeEmpty;
    }
    return result;
  }

  #repeated() {
    const part = this.#single();
    for (; ['*', '+', '?'].includes(this.#next); this.#at++) {
      if (this.#next !== '?') this.#join(part.last, part.first);
      if (this.#next !== '+') part.mayBeEmpty = true;
    }
    return part;
  }

  #single() {
    const letter = this.#pattern[this.#at++];
    if (letter === '(') {
      const part = this.#choice();
      this.#at++;
      return part;
    }
    const place = 1 << this.letters.length;
    this.letters.push(letter);
    this.following.push(0);
    return { mayBeEmpty: false, first: place, last: place };
  }

  #join(lasts, firsts) {
    this.following.forEach((_, place) => {
      if ((lasts >> place) & 1) this.following[place] |= firsts;
    });
  }
}

function regex_census(pattern, letters, length) {
  const reader = new Reader(pattern);
  const fitting = [...letters].map((letter) => reader.letters.reduce(
    (bits, each, place) => (each === letter || each === '.' ? bits | (1 << place) : bits), 0));
  // Words by the set of places where they may have ended: each word is in one set only.
  let counts = new Map([[1, 1]]);
  for (let step = 0; step < length; step++) {
    const after = new Map();
    for (const [ended, count] of counts) {
      const reached = reader.following.reduce(
        (bits, next, place) => ((ended >> place) & 1 ? bits | next : bits), 0);
      for (const fits of fitting) {
        const place = reached & fits;
        if (place !== 0) after.set(place, ((after.get(place) ?? 0) + count) % PRIME);
      }
    }
    counts = after;
  }
  let total = 0;
  for (const [ended, count] of counts) {
    if (ended & reader.ends) total = (total + count) % PRIME;
  }
  return total;
}
