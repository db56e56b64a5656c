function closest_twins(labels) {
  const last = new Map();
  let best = -1;
  labels.forEach((label, place) => {
    if (last.has(label)) {
      const distance = place - last.get(label);
      if (best === -1 || distance < best) best = distance;
    }
    last.set(label, place);
  });
  return best;
}
