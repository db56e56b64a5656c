function seen_from_ends(heights) {
  const seen = new Set();
  const look = (places) => {
    let highest = -Infinity;
    for (const place of places) {
      if (heights[place] > highest) {
        highest = heights[place];
        seen.add(place);
      }
    }
  };
  const places = [...heights.keys()];
  look(places);
  look(places.reverse());
  return seen.size;
}
