function palindrome_census(text, shortest) {
  // A node for each different palindrome. Nodes 0 and 1 are imaginary, of length -1 and 0.
  // suffix: the longest palindrome that it ends with; wider: what a letter on both sides makes of
  // it; ends: at how many places it is the longest palindrome that ends there.
  const nodes = [makeNode(-1, 0), makeNode(0, 0)];

  /** The longest end of a palindrome that the letter at a place makes longer. */
  function widened(start, at) {
    let node = start;
    for (;;) {
      const before = at - nodes[node].length - 1;
      if (before >= 0 && text[before] === text[at]) return node;
      node = nodes[node].suffix;
    }
  }

  let last = 1;
  for (let at = 0; at < text.length; at++) {
    const inner = widened(last, at);
    if (!nodes[inner].wider.has(text[at])) {
      const suffix =
        inner === 0 ? 1 : nodes[widened(nodes[inner].suffix, at)].wider.get(text[at]);
      nodes[inner].wider.set(text[at], nodes.length);
      nodes.push(makeNode(nodes[inner].length + 2, suffix));
    }
    last = nodes[inner].wider.get(text[at]);
    nodes[last].ends++;
  }

  let [distinct, occurrences, best] = [0, 0, 0];
  for (const node of nodes.slice(2).reverse()) { // before its suffix, which is an older node
    nodes[node.suffix].ends += node.ends;
    if (node.length < shortest) continue;
    distinct++;
    occurrences += node.ends;
    best = Math.max(best, node.length * node.ends);
  }
  return [distinct, occurrences, best];
}

function makeNode(length, suffix) {
  return { length, suffix, wider: new Map(), ends: 0 };
}
