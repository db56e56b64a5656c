function switch_panel(switches, rules) {
  const forced = new Map(); // by wish: the wishes that have to be fulfilled with it
  const force = (wish, following) => {
    if (!forced.has(wish)) forced.set(wish, []);
    forced.get(wish).push(following);
  };
  for (const [one, other] of rules) {
    force(-one, other);
    force(-other, one);
  }
  const fulfilled = new Set();

  /** Fulfil a wish and all that follows from it, if that is possible. */
  function fulfil(wish) {
    const added = [wish];
    fulfilled.add(wish);
    for (const each of added) { // grows while it is walked through
      for (const following of forced.get(each) ?? []) {
        if (fulfilled.has(-following)) {
          added.forEach((item) => fulfilled.delete(item));
          return false;
        }
        if (!fulfilled.has(following)) {
          fulfilled.add(following);
          added.push(following);
        }
      }
    }
    return true;
  }

  const setting = [];
  for (let each = 1; each <= switches; each++) {
    // What is fulfilled so far forces nothing more, so it never has to be taken back.
    const isKnown = fulfilled.has(each) || fulfilled.has(-each);
    if (!isKnown && !fulfil(-each) && !fulfil(each)) return [];
    setting.push(fulfilled.has(each) ? 1 : 0);
  }
  return setting;
}
