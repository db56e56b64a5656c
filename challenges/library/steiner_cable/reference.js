function steiner_cable(fees, lines, houses) {
  if (houses.length === 0) return 0;
  const way = cheapestWays(fees, lines);
  const sets = 1 << houses.length;
  // cost[s][j]: the cheapest network that holds the houses in set s (as bits) and junction j.
  const cost = Array.from({ length: sets }, () => fees.map(() => Infinity));
  houses.forEach((house, index) => {
    cost[1 << index] = way[house].map((total) => fees[house] + total);
  });
  for (let group = 1; group < sets; group++) {
    const joined = [...cost[group]];
    for (let part = (group - 1) & group; part > 0; part = (part - 1) & group) {
      fees.forEach((fee, junction) => {
        const both = cost[part][junction] + cost[group ^ part][junction] - fee;
        joined[junction] = Math.min(joined[junction], both);
      });
    }
    cost[group] = fees.map((_, junction) =>
      Math.min(...joined.map((total, origin) => total + way[origin][junction])));
  }
  const best = Math.min(...cost[sets - 1]);
  return best === Infinity ? -1 : best;
}

/** The cost of the cheapest way, its junctions included but for the first. */
function cheapestWays(fees, lines) {
  const way = fees.map((_, one) => fees.map((__, other) => (one === other ? 0 : Infinity)));
  for (const [one, other, cost] of lines) {
    way[one][other] = Math.min(way[one][other], cost + fees[other]);
    way[other][one] = Math.min(way[other][one], cost + fees[one]);
  }
  for (let middle = 0; middle < fees.length; middle++) {
    for (let one = 0; one < fees.length; one++) {
      for (let other = 0; other < fees.length; other++) {
        way[one][other] = Math.min(way[one][other], way[one][middle] + way[middle][other]);
      }
    }
  }
  return way;
}
