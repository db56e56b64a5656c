function odd_window_spread(values) {
  return sumOfMaxima(values) + sumOfMaxima(values.map((value) => -value));
}

/** The sum of the largest values of all odd windows. */
function sumOfMaxima(values) {
  let total = 0;
  const waiting = []; // indices whose values decrease: no larger one has followed yet
  [...values, Infinity].forEach((value, index) => {
    while (waiting.length > 0 && values[waiting[waiting.length - 1]] <= value) {
      const top = waiting.pop();
      const before = waiting.length > 0 ? waiting[waiting.length - 1] : -1;
      total += values[top] * oddWindows(top - before, index - top);
    }
    waiting.push(index);
  });
  return total;
}

/** How many pairs of a start and an end are at an even distance. */
function oddWindows(starts, ends) {
  return Math.floor((starts * ends + 1) / 2);
}
