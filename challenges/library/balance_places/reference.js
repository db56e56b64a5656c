function balance_places(weights) {
  let before = 0;
  let after = weights.reduce((sum, weight) => sum + weight, 0);
  const found = [];
  weights.forEach((weight, place) => {
    after -= weight;
    if (before === after) found.push(place);
    before += weight;
  });
  return found;
}
