function parity_camps(people, claims) {
  const leader = Array.from({ length: people }, (_, person) => person);
  const differs = new Array(people).fill(0); // is somebody in another camp than their leader?

  /** The last leader, and whether the person is in another camp; shortens the way there. */
  function find(person) {
    const way = [];
    let last = person;
    while (leader[last] !== last) {
      way.push(last);
      last = leader[last];
    }
    let parity = 0;
    for (const each of way.reverse()) {
      parity ^= differs[each];
      leader[each] = last;
      differs[each] = parity;
    }
    return [last, parity];
  }

  const rejected = [];
  claims.forEach(([one, other, difference], index) => {
    const [oneLeader, oneDiffers] = find(one);
    const [otherLeader, otherDiffers] = find(other);
    const between = oneDiffers ^ otherDiffers ^ difference;
    if (oneLeader !== otherLeader) {
      leader[oneLeader] = otherLeader;
      differs[oneLeader] = between;
    } else if (between) {
      rejected.push(index);
    }
  });
  return rejected;
}
