const LIMIT = 9n * 10n ** 15n;
const FUNCTIONS = new Map([
  ['abs', { fewest: 1, most: 1, apply: ([x]) => (x < 0n ? -x : x) }],
  ['gcd', { fewest: 2, most: 2, apply: ([x, y]) => gcd(x, y) }],
  ['min', { fewest: 1, most: Infinity, apply: (values) => values.reduce((a, b) => (b < a ? b : a)) }],
  ['max', { fewest: 1, most: Infinity, apply: (values) => values.reduce((a, b) => (b > a ? b : a)) }],
]);

function gcd(x, y) {
  let [one, other] = [x, y];
  while (other !== 0n) [one, other] = [other, one % other];
  return one < 0n ? -one : one;
}

class ReadingError extends Error {
  constructor(code, place) {
    super(`mistake ${code} at ${place}`);
    this.answer = [code, place];
  }
}

/** Reads and works out at once; a mistake of working out is kept until all is read. */
class Calculator {
  mistake = null;
  #text;
  #at = 0;

  constructor(text) {
    this.#text = text;
  }

  whole() {
    const value = this.#sum();
    if (this.#next() !== '') this.#refuse();
    return value;
  }

  /** The next character that is no space; empty at the end. */
  #next() {
    while (this.#text[this.#at] === ' ') this.#at++;
    return this.#text[this.#at] ?? '';
  }

  #refuse() {
    throw new ReadingError(1, this.#at + 1);
  }

  #take(letter) {
    if (this.#next() !== letter) this.#refuse();
    this.#at++;
  }

  #sum() {
    let value = this.#product();
    for (let sign = this.#next(); sign === '+' || sign === '-'; sign = this.#next()) {
      const place = ++this.#at;
      const other = this.#product();
      value = this.#checked(sign === '+' ? value + other : value - other, place);
    }
    return value;
  }

  #product() {
    let value = this.#signed();
    for (let sign = this.#next(); sign !== '' && '*/%'.includes(sign); sign = this.#next()) {
      const place = ++this.#at;
      const other = this.#signed();
      if (sign === '*') value = this.#checked(value * other, place);
      else if (other === 0n) value = this.#fail(4, place);
      else {
        const rest = ((value % other) + other) % other; // of a division that rounds down
        value = sign === '%' ? rest : (value - rest) / other;
      }
    }
    return value;
  }

  #signed() {
    if (this.#next() !== '-') return this.#power();
    this.#at++;
    return -this.#signed();
  }

  #power() {
    const base = this.#single();
    if (this.#next() !== '^') return base;
    const place = ++this.#at;
    const exponent = this.#signed();
    if (exponent < 0n) return this.#fail(4, place);
    // Sixty factors, or one more, are enough: for 0, 1 and -1 or to be beyond the limit.
    const factors = exponent > 60n ? 60n + (exponent % 2n) : exponent;
    return this.#checked(base ** factors, place);
  }

  #single() {
    const letter = this.#next();
    const start = this.#at;
    if (letter === '(') {
      this.#at++;
      const value = this.#sum();
      this.#take(')');
      return value;
    }
    const digits = this.#run(/[0-9]/);
    if (digits !== '') return this.#checked(BigInt(digits), start + 1);
    const name = this.#run(/[a-z]/);
    if (name === '') this.#refuse();
    if (!FUNCTIONS.has(name)) throw new ReadingError(2, start + 1);
    return this.#call(FUNCTIONS.get(name), start + 1);
  }

  #run(belongs) {
    const start = this.#at;
    while (this.#at < this.#text.length && belongs.test(this.#text[this.#at])) this.#at++;
    return this.#text.slice(start, this.#at);
  }

  #call({ fewest, most, apply }, place) {
    this.#take('(');
    const values = [this.#sum()];
    while (this.#next() === ',') {
      this.#at++;
      values.push(this.#sum());
    }
    this.#take(')');
    if (values.length < fewest || values.length > most) throw new ReadingError(3, place);
    return apply(values);
  }

  #checked(value, place) {
    return -LIMIT <= value && value <= LIMIT ? value : this.#fail(5, place);
  }

  /** Notes the first mistake, and goes on with any number. */
  #fail(code, place) {
    this.mistake ??= [code, place];
    return 1n;
  }
}

function expression_doctor(text) {
  const calculator = new Calculator(text);
  try {
    const value = calculator.whole();
    return calculator.mistake ?? [0, Number(value)];
  } catch (error) {
    if (error instanceof ReadingError) return error.answer;
    throw error;
  }
}
