function smooth_part(number, bound) {
  let part = 1;
  let rest = number;
  for (let factor = 2; factor * factor <= rest; factor++) {
    while (rest % factor === 0) {
      rest /= factor;
      if (factor <= bound) part *= factor;
    }
  }
  return rest <= bound ? part * rest : part;
}
