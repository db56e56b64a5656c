function ledger_splits(values, shortest, longest, fee) {
  const cheapest = new Array(values.length + 1).fill(Infinity); // of the first so many amounts
  cheapest[0] = 0;
  for (let end = 1; end <= values.length; end++) {
    let low = Infinity;
    let high = -Infinity;
    for (let length = 1; length <= Math.min(longest, end); length++) {
      low = Math.min(low, values[end - length]);
      high = Math.max(high, values[end - length]);
      if (length >= shortest) {
        cheapest[end] = Math.min(cheapest[end], cheapest[end - length] + fee + high - low);
      }
    }
  }
  return cheapest[values.length] === Infinity ? -1 : cheapest[values.length];
}
