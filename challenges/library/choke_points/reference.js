function choke_points(posts, passages, gate) {
  const leaving = Array.from({ length: posts }, () => []);
  const entering = Array.from({ length: posts }, () => []);
  for (const [from, to] of passages) {
    leaving[from].push(to);
    entering[to].push(from);
  }
  const order = leftLast(leaving, gate); // of reachable posts, the gate first
  const number = new Map(order.map((post, index) => [post, index]));

  // nearest[i]: of the posts that every way to post i passes, the last one before it. All by their
  // numbers in the order. It is improved until nothing changes any more.
  const nearest = [0, ...new Array(order.length - 1).fill(-1)];
  const common = (first, second) => {
    let [one, other] = [first, second];
    while (one !== other) {
      if (one > other) one = nearest[one];
      else other = nearest[other];
    }
    return one;
  };
  for (let changed = true; changed;) {
    changed = false;
    for (let index = 1; index < order.length; index++) {
      const best = entering[order[index]]
        .map((origin) => number.get(origin) ?? -1)
        .filter((known) => known >= 0 && nearest[known] >= 0)
        .reduce(common);
      if (nearest[index] !== best) {
        nearest[index] = best;
        changed = true;
      }
    }
  }

  const cutOff = new Array(order.length).fill(1);
  for (let index = order.length - 1; index > 0; index--) cutOff[nearest[index]] += cutOff[index];
  return leaving.map((_, post) => (number.has(post) ? cutOff[number.get(post)] : 0));
}

/** The posts in the opposite of the order in which a walk in depth leaves them for good. */
function leftLast(leaving, start) {
  const seen = new Set([start]);
  const left = [];
  const path = [{ post: start, next: 0 }];
  while (path.length > 0) {
    const place = path[path.length - 1];
    if (place.next === leaving[place.post].length) {
      left.push(place.post);
      path.pop();
      continue;
    }
    const target = leaving[place.post][place.next++];
    if (seen.has(target)) continue;
    seen.add(target);
    path.push({ post: target, next: 0 });
  }
  return left.reverse();
}
