function two_arcs(values) {
  if (values.length === 0) return null;
  const [first, ...rest] = values;
  const never = new Array(4).fill(-Infinity);
  // Walking once around, one passes five stretches: gap, arc, gap, arc, gap if the first value is
  // in a gap, and arc, gap, arc, gap, arc, of which the outer two are one arc, if it is in an arc.
  const sum = Math.max(best(rest, [0, ...never], 1), best(rest, [first, ...never], 0));
  return sum === -Infinity ? null : sum;
}

/** The largest sum of a walk that begins in stretch 0; totals are those before it. */
function best(values, totals, firstArc) {
  for (const value of values) {
    for (let stretch = 4; stretch >= 0; stretch--) {
      const entered = stretch > 0 ? totals[stretch - 1] : -Infinity;
      const gain = stretch % 2 === firstArc ? value : 0;
      totals[stretch] = Math.max(totals[stretch], entered) + gain;
    }
  }
  return Math.max(totals[3], totals[4]);
}
