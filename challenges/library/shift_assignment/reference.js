function shift_assignment(costs, fee, penalty) {
  const [workers, shifts] = [costs.length, costs[0].length];
  const size = Math.max(workers, shifts);
  // A square: workers and shifts that are missing stand for staying at home and for nobody. To give
  // a shift to a worker who cannot take it, or not cheaply, stands for both.
  const separate = fee + penalty;
  const square = Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (__, column) => {
      if (row >= workers) return penalty;
      if (column >= shifts) return fee;
      const cost = costs[row][column];
      return cost < 0 ? separate : Math.min(cost, separate);
    }));
  return leastSum(square);
}

/** The least sum of one number from each row and column, by the Hungarian method. */
function leastSum(square) {
  const size = square.length;
  const rowPrice = new Array(size).fill(0);
  const columnPrice = new Array(size + 1).fill(0);
  const rowOf = new Array(size + 1).fill(-1); // the last column stands for the row to be placed
  for (let row = 0; row < size; row++) {
    rowOf[size] = row;
    let column = size;
    const slack = new Array(size).fill(Infinity);
    const before = new Array(size).fill(size);
    const done = new Array(size + 1).fill(false);
    while (rowOf[column] >= 0) {
      done[column] = true;
      const placed = rowOf[column];
      let next = -1;
      for (let other = 0; other < size; other++) {
        if (done[other]) continue;
        const left = square[placed][other] - rowPrice[placed] - columnPrice[other];
        if (left < slack[other]) {
          slack[other] = left;
          before[other] = column;
        }
        if (next < 0 || slack[other] < slack[next]) next = other;
      }
      const step = slack[next];
      for (let other = 0; other <= size; other++) {
        if (done[other]) {
          rowPrice[rowOf[other]] += step;
          columnPrice[other] -= step;
        } else if (other < size) {
          slack[other] -= step;
        }
      }
      column = next;
    }
    for (; column !== size; column = before[column]) rowOf[column] = rowOf[before[column]];
  }
  return square.reduce((sum, _, column) => sum + square[rowOf[column]][column], 0);
}
