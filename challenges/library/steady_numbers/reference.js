function steady_numbers(low, high, step, divisor) {
  const known = new Map();

  /** How many ways there are to add so many digits; rest is the sum so far, by divisor. */
  function endings(length, last, rest) {
    if (length === 0) return rest === 0 ? 1 : 0;
    const key = (length * 10 + last) * divisor + rest;
    if (!known.has(key)) {
      let count = 0;
      for (let digit = Math.max(0, last - step); digit <= Math.min(9, last + step); digit++) {
        count += endings(length - 1, digit, (rest + digit) % divisor);
      }
      known.set(key, count);
    }
    return known.get(key);
  }

  /** How many steady numbers are less than the limit. */
  function below(limit) {
    const digits = [...String(limit)].map(Number);
    let count = limit > 0 ? 1 : 0; // the number 0
    for (let length = 1; length < digits.length; length++) {
      for (let first = 1; first <= 9; first++) {
        count += endings(length - 1, first, first % divisor);
      }
    }
    let total = 0;
    for (const [place, bound] of digits.entries()) {
      const fits = (digit) => place === 0 || Math.abs(digit - digits[place - 1]) <= step;
      for (let digit = place === 0 ? 1 : 0; digit < bound; digit++) {
        const left = digits.length - place - 1;
        if (fits(digit)) count += endings(left, digit, (total + digit) % divisor);
      }
      if (!fits(bound)) break;
      total += bound;
    }
    return count;
  }

  return below(high + 1) - below(low);
}
