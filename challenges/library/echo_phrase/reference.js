function echo_phrase(text, gap) {
  const size = text.length;
  let bestStart = 0;
  let bestLength = 0;
  // common[j]: how far the texts that start at the row's index and at j agree.
  let below = new Array(size + 1).fill(0);
  for (let first = size - 1; first >= 0; first--) {
    const common = new Array(size + 1).fill(0);
    for (let second = first + 1; second < size; second++) {
      if (text[first] === text[second]) common[second] = below[second + 1] + 1;
      const length = Math.min(common[second], second - first - gap);
      if (length >= bestLength) {
        bestStart = first;
        bestLength = length;
      }
    }
    below = common;
  }
  return text.slice(bestStart, bestStart + bestLength);
}
