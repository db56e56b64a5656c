// With these bases the test is right for all numbers of 64 bits.
const BASES = [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n];

function prime_parts(number) {
  const exponents = new Map();
  const waiting = [BigInt(number)];
  while (waiting.length > 0) {
    const part = waiting.pop();
    if (part === 1n) continue;
    if (isPrime(part)) {
      exponents.set(part, (exponents.get(part) ?? 0) + 1);
    } else {
      const divisor = divisorOf(part);
      waiting.push(divisor, part / divisor);
    }
  }
  return [...exponents].sort(([one], [other]) => (one < other ? -1 : 1));
}

/** The test of Miller and Rabin; numbers are at least 2. */
function isPrime(number) {
  for (const base of BASES) {
    if (number % base === 0n) return number === base;
  }
  let [odd, twos] = [number - 1n, 0];
  for (; odd % 2n === 0n; odd /= 2n) twos++;
  return BASES.every((base) => {
    let power = powerOf(base, odd, number);
    if (power === 1n) return true;
    for (let round = 0; round < twos; round++) {
      if (power === number - 1n) return true;
      power = (power * power) % number;
    }
    return false;
  });
}

function powerOf(base, exponent, modulus) {
  let result = 1n;
  let square = base % modulus;
  for (let left = exponent; left > 0n; left /= 2n) {
    if (left % 2n === 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

/** A divisor of a composite number that is neither 1 nor the number, by Pollard's method. */
function divisorOf(number) {
  const small = BASES.find((base) => number % base === 0n);
  if (small !== undefined) return small;
  for (let shift = 1n; ; shift++) {
    const next = (value) => (value * value + shift) % number;
    let [slow, fast, found] = [2n, 2n, 1n];
    while (found === 1n) {
      slow = next(slow);
      fast = next(next(fast));
      found = gcd(slow > fast ? slow - fast : fast - slow, number);
    }
    if (found !== number) return found;
  }
}

function gcd(one, other) {
  let [a, b] = [one, other];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
