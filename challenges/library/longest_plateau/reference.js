function longest_plateau(heights) {
  let best = 0;
  let length = 0;
  heights.forEach((height, place) => {
    length = place > 0 && height === heights[place - 1] ? length + 1 : 1;
    best = Math.max(best, length);
  });
  return best;
}
