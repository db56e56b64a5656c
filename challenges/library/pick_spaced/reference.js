function pick_spaced(values, space) {
  const best = [0];
  values.forEach((value, place) => {
    best.push(Math.max(best[place], value + best[Math.max(0, place - space)]));
  });
  return best[values.length];
}
