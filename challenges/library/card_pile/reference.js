function card_pile(moves) {
  // Arrays shift in linear time: the pile is a stretch of numbered places instead.
  const pile = new Map();
  let bottom = 0;
  let top = 0;
  const taken = [];
  for (const [kind, number] of moves) {
    if (kind === 1) pile.set(top++, number);
    else if (kind === 2) pile.set(--bottom, number);
    for (let left = kind > 2 ? number : 0; left > 0; left--) {
      if (bottom === top) taken.push(-1);
      else taken.push(pile.get(kind === 3 ? --top : bottom++));
    }
  }
  return taken;
}
