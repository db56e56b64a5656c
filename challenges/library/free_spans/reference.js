function free_spans(bookings, opens, closes) {
  const taken = bookings
    .filter(([begin, end]) => begin < end && end > opens && begin < closes)
    .sort((one, other) => one[0] - other[0]);
  const spans = [];
  let freeFrom = opens;
  for (const [begin, end] of taken) {
    if (begin > freeFrom) spans.push([freeFrom, begin]);
    freeFrom = Math.max(freeFrom, end);
  }
  if (freeFrom < closes) spans.push([freeFrom, closes]);
  return spans;
}
