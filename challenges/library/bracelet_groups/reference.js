function bracelet_groups(words) {
  const groups = new Map();
  for (const word of words) {
    const forward = leastRotation(word);
    const backward = leastRotation([...word].reverse().join(''));
    const bracelet = forward < backward ? forward : backward;
    if (!groups.has(bracelet)) groups.set(bracelet, []);
    groups.get(bracelet).push(word);
  }
  return [...groups.values()];
}

/** The rotation that comes first in the dictionary, in linear time. */
function leastRotation(word) {
  const size = word.length;
  let [one, other, same] = [0, 1, 0]; // two starts that agree in so many letters
  while (one < size && other < size && same < size) {
    const left = word[(one + same) % size];
    const right = word[(other + same) % size];
    if (left === right) {
      same++;
      continue;
    }
    // No start among the letters that agreed can be the best one.
    if (left > right) one += same + 1;
    else other += same + 1;
    if (one === other) other++;
    same = 0;
  }
  const start = Math.min(one, other);
  return word.slice(start) + word.slice(0, start);
}
