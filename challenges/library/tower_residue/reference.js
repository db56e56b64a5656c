function tower_residue(values, modulus) {
  const tower = withoutZeros(values).map(BigInt);
  const wanted = BigInt(modulus);
  return Number(towerFrom(tower, 0, wanted) % wanted);
}

/** A tower of the same value whose only zero, if there is one, is its only number. */
function withoutZeros(values) {
  const start = values.indexOf(0);
  if (start < 0) return values;
  let end = start;
  while (values[end] === 0) end++;
  const tail = 1 - ((end - start) % 2); // 0 to the power of 0 is 1, and that of 1 is 0
  if (tail === 0 && start > 0) return [...values.slice(0, start - 1), 1];
  return [...values.slice(0, start), tail];
}

/** The tower from a place on, capped: its remainder, plus the modulus if it is not less. */
function towerFrom(values, start, modulus) {
  let base = capped(values[start], modulus);
  if (start === values.length - 1 || modulus === 1n) return base;
  let exponent = towerFrom(values, start + 1, BigInt(totient(Number(modulus))));
  let result = 1n;
  for (; exponent > 0n; exponent /= 2n) {
    if (exponent % 2n === 1n) result = capped(result * base, modulus);
    base = capped(base * base, modulus);
  }
  return result;
}

function capped(number, modulus) {
  return number < modulus ? number : (number % modulus) + modulus;
}

function totient(number) {
  let [result, rest] = [number, number];
  for (let divisor = 2; divisor * divisor <= rest; divisor++) {
    if (rest % divisor !== 0) continue;
    result -= result / divisor;
    while (rest % divisor === 0) rest /= divisor;
  }
  return rest > 1 ? result - result / rest : result;
}
