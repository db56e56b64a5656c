function smoothest_between(low, high) {
  // What is left when the primes so far are divided out.
  const rest = Array.from({ length: high - low + 1 }, (_, index) => low + index);
  const largest = new Array(rest.length).fill(1);
  for (const prime of primes(Math.floor(Math.sqrt(high)))) {
    for (let index = (prime - (low % prime)) % prime; index < rest.length; index += prime) {
      while (rest[index] % prime === 0) rest[index] /= prime;
      largest[index] = prime;
    }
  }
  // At most one prime above the root is left.
  const factors = rest.map((left, index) => Math.max(left, largest[index]));
  const best = Math.min(...factors);
  return [low + factors.indexOf(best), best];
}

function primes(limit) {
  const isComposite = new Uint8Array(limit + 1);
  const found = [];
  for (let number = 2; number <= limit; number++) {
    if (isComposite[number]) continue;
    found.push(number);
    for (let multiple = number * number; multiple <= limit; multiple += number) {
      isComposite[multiple] = 1;
    }
  }
  return found;
}
