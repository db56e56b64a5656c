function log_cutting(length, marks) {
  const places = [0, ...marks, length].sort((a, b) => a - b);
  const count = places.length;
  const cost = places.map(() => new Array(count).fill(0)); // of the piece between two places
  const first = places.map(() => new Array(count).fill(0)); // where that piece is sawn first
  for (let width = 2; width < count; width++) {
    for (let left = 0; left + width < count; left++) {
      const right = left + width;
      cost[left][right] = Infinity;
      for (let middle = left + 1; middle < right; middle++) {
        const longer = Math.max(places[middle] - places[left], places[right] - places[middle]);
        const total = longer + cost[left][middle] + cost[middle][right];
        if (total < cost[left][right]) {
          cost[left][right] = total;
          first[left][right] = middle;
        }
      }
    }
  }

  const answer = [cost[0][count - 1]];
  const waiting = [[0, count - 1]];
  while (waiting.length > 0) {
    const [left, right] = waiting.pop();
    if (right - left < 2) continue;
    const middle = first[left][right];
    answer.push(places[middle]);
    waiting.push([middle, right], [left, middle]);
  }
  return answer;
}
