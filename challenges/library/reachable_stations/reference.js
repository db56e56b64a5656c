function reachable_stations(count, links, start, rides) {
  const neighbours = Array.from({ length: count }, () => []);
  for (const [one, other] of links) {
    neighbours[one].push(other);
    neighbours[other].push(one);
  }
  const seen = new Set([start]);
  let edge = [start];
  for (let ride = 0; ride < rides && edge.length > 0; ride++) {
    const next = [];
    for (const station of edge) {
      for (const after of neighbours[station]) {
        if (!seen.has(after)) {
          seen.add(after);
          next.push(after);
        }
      }
    }
    edge = next;
  }
  return seen.size;
}
