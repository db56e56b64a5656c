// After so many factors, common factors with a modulus of 32 bits get no more.
const SETTLED = 40;

function smallest_exponent(base, target, modulus, least) {
  const [factor, wanted, whole] = [BigInt(base), BigInt(target) % BigInt(modulus), BigInt(modulus)];
  let start = powerOf(factor, BigInt(least), whole);
  for (let step = 0; step < SETTLED; step++) {
    if (start === wanted) return least + step;
    start = (start * factor) % whole;
  }
  // From here on, all powers are multiples of one divisor of the modulus; without it, the base has
  // no common factor with the modulus.
  const divisor = gcd(powerOf(factor, BigInt(SETTLED), whole), whole);
  if (wanted % divisor !== 0n) return -1;
  const further = stepsBetween(factor, start / divisor, wanted / divisor, whole / divisor);
  return further < 0 ? -1 : least + SETTLED + further;
}

/** The first number of factors that leads from start to target, by giant and baby steps. */
function stepsBetween(base, start, target, modulus) {
  const width = Math.floor(Math.sqrt(Number(modulus))) + 1;
  const ahead = new Map(); // target with so many factors, the largest number for each
  let value = target % modulus;
  for (let steps = 0; steps < width; steps++) {
    ahead.set(Number(value), steps);
    value = (value * base) % modulus;
  }
  const giant = powerOf(base, BigInt(width), modulus);
  value = start % modulus;
  for (let count = 0; count <= width; count++) {
    const steps = count * width - (ahead.get(Number(value)) ?? Infinity);
    if (steps >= 0) return steps;
    value = (value * giant) % modulus;
  }
  return -1;
}

function powerOf(base, exponent, modulus) {
  let result = 1n % modulus;
  let square = base % modulus;
  for (let left = exponent; left > 0n; left /= 2n) {
    if (left % 2n === 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

function gcd(one, other) {
  let [a, b] = [one, other];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
