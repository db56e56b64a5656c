function fragile_roads(towns, roads) {
  const leaving = Array.from({ length: towns }, () => []);
  roads.forEach(([one, other], index) => {
    leaving[one].push([other, index]);
    leaving[other].push([one, index]);
  });
  const number = new Array(towns).fill(-1); // in the order of the visits
  const order = [];
  const parent = new Array(towns).fill(-1);
  const arrival = new Array(towns).fill(-1); // the road that led there
  const root = new Array(towns).fill(0);
  const next = new Array(towns).fill(0); // the next road to try

  function visit(town, from, road) {
    number[town] = order.push(town) - 1;
    parent[town] = from;
    arrival[town] = road;
    root[town] = from < 0 ? town : root[from];
  }

  for (let start = 0; start < towns; start++) {
    if (number[start] >= 0) continue;
    visit(start, -1, -1);
    for (let town = start; town >= 0;) {
      if (next[town] === leaving[town].length) {
        town = parent[town];
        continue;
      }
      const [target, road] = leaving[town][next[town]++];
      if (number[target] >= 0) continue;
      visit(target, town, road);
      town = target;
    }
  }

  const lowest = [...number]; // the lowest number that is reached from below over one other road
  const size = new Array(towns).fill(1); // towns at and below each
  for (const town of [...order].reverse()) {
    for (const [target, road] of leaving[town]) {
      if (road !== arrival[town]) lowest[town] = Math.min(lowest[town], number[target]);
    }
    if (parent[town] < 0) continue;
    lowest[parent[town]] = Math.min(lowest[parent[town]], lowest[town]);
    size[parent[town]] += size[town];
  }
  return order
    .filter((town) => parent[town] >= 0 && lowest[town] > number[parent[town]])
    .map((town) => [arrival[town], size[town] * (size[root[town]] - size[town])])
    .sort((a, b) => b[1] - a[1] || a[0] - b[0]);
}
