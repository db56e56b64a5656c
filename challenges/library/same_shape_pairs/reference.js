function same_shape_pairs(words) {
  const shape = (word) => {
    const numbers = new Map();
    return [...word].map((letter) => {
      if (!numbers.has(letter)) numbers.set(letter, numbers.size);
      return numbers.get(letter);
    });
  };
  const counts = new Map();
  let pairs = 0;
  for (const word of words) {
    const key = shape(word).join(",");
    const before = counts.get(key) ?? 0;
    pairs += before;
    counts.set(key, before + 1);
  }
  return pairs;
}
