function twin_branches(parents, labels) {
  const children = parents.map(() => []);
  parents.forEach((parent, node) => {
    if (parent >= 0) children[parent].push(node);
  });
  const order = [parents.indexOf(-1)];
  for (const node of order) order.push(...children[node]); // parents before children

  const kinds = new Map(); // letter and kinds below, to a number
  const kind = new Array(parents.length).fill(0);
  const size = new Array(parents.length).fill(1);
  const roots = []; // by kind
  for (const node of order.reverse()) {
    const below = children[node].map((child) => kind[child]).sort((a, b) => a - b);
    const key = `${labels[node]}${below.join()}`;
    if (!kinds.has(key)) kinds.set(key, roots.push([]) - 1);
    kind[node] = kinds.get(key);
    for (const child of children[node]) size[node] += size[child];
    roots[kind[node]].push(node);
  }
  const twins = roots.filter((nodes) => nodes.length > 1);
  for (const nodes of twins) nodes.sort((a, b) => a - b);
  twins.sort(([a, ...others], [b, ...rest]) =>
    size[b] - size[a] || rest.length - others.length || a - b);
  return twins[0] ?? [];
}
