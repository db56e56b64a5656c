function lift_log(start, most, calls) {
  let travelled = 0;
  let floor = start;
  let people = 0;
  let before = null;
  for (const [from, to] of calls) {
    const same = before !== null && before[0] === from && before[1] === to;
    if (same && people < most) {
      people += 1;
      continue;
    }
    travelled += Math.abs(from - floor) + Math.abs(to - from);
    floor = to;
    people = 1;
    before = [from, to];
  }
  return travelled;
}
