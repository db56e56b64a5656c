class Cache {
  #entries = new Map(); // key to value and counter
  #byCounter = new Map(); // counter to its keys, the one longest unused first
  #capacity;
  #cap;

  constructor(capacity, cap) {
    this.#capacity = capacity;
    this.#cap = cap;
  }

  read(key) {
    if (!this.#entries.has(key)) return -1;
    const { value } = this.#entries.get(key);
    this.#put(key, value);
    return value;
  }

  write(key, value) {
    if (this.#capacity === 0) return;
    if (!this.#entries.has(key) && this.#entries.size === this.#capacity) this.#forget();
    this.#put(key, value);
  }

  remove(key) {
    const counter = this.#entries.get(key)?.counter ?? 0;
    if (counter === 0) return 0;
    this.#entries.delete(key);
    const keys = this.#byCounter.get(counter);
    keys.delete(key);
    if (keys.size === 0) this.#byCounter.delete(counter);
    return counter;
  }

  /** Makes an entry anew, with one use more than it had. */
  #put(key, value) {
    const counter = Math.min(this.remove(key) + 1, this.#cap);
    this.#entries.set(key, { value, counter });
    if (!this.#byCounter.has(counter)) this.#byCounter.set(counter, new Set());
    this.#byCounter.get(counter).add(key);
  }

  #forget() {
    const lowest = Math.min(...this.#byCounter.keys());
    const [oldest] = this.#byCounter.get(lowest);
    this.remove(oldest);
  }
}

function lfu_cache(capacity, cap, commands) {
  const cache = new Cache(capacity, cap);
  const answers = [];
  for (const [kind, key, value] of commands) {
    if (kind === 0) answers.push(cache.read(key));
    else if (kind === 1) cache.write(key, value);
    else answers.push(cache.remove(key));
  }
  return answers;
}
