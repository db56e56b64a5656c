/** Straight lines; asks for the lowest of them at one of some places (a Li Chao tree). */
class Lines {
  #places;
  #lines = new Map(); // by the node of the tree

  constructor(places) {
    this.#places = [...new Set(places)].sort((a, b) => a - b);
  }

  add(line) {
    let [node, low, high] = [1, 0, this.#places.length - 1];
    let added = line;
    while (this.#lines.has(node)) {
      const middle = (low + high) >> 1;
      const old = this.#lines.get(node);
      if (heightAt(added, this.#places[middle]) < heightAt(old, this.#places[middle])) {
        this.#lines.set(node, added);
        added = old;
      }
      if (low === high) return;
      // The line that is higher in the middle can only be lower on one side.
      if (added.slope > this.#lines.get(node).slope) {
        [node, high] = [2 * node, middle];
      } else {
        [node, low] = [2 * node + 1, middle + 1];
      }
    }
    this.#lines.set(node, added);
  }

  lowest(place) {
    let best = Infinity;
    let [node, low, high] = [1, 0, this.#places.length - 1];
    while (low <= high && this.#lines.has(node)) {
      best = Math.min(best, heightAt(this.#lines.get(node), place));
      const middle = (low + high) >> 1;
      if (low === high) break;
      if (place <= this.#places[middle]) {
        [node, high] = [2 * node, middle];
      } else {
        [node, low] = [2 * node + 1, middle + 1];
      }
    }
    return best;
  }
}

function heightAt({ slope, height }, place) {
  return slope * place + height;
}

function target_blocks(values, target, fee) {
  // A block from sum s to sum t costs (t - target - s)^2 + fee: at the place t - target that is a
  // line with slope -2 s, apart from the square of the place.
  const sums = [0];
  for (const value of values) sums.push(sums[sums.length - 1] + value);
  const lines = new Lines(sums.map((total) => total - target));
  let cost = 0;
  values.forEach((_, index) => {
    const before = sums[index];
    lines.add({ slope: -2 * before, height: cost + before * before });
    const place = sums[index + 1] - target;
    cost = lines.lowest(place) + place * place + fee;
  });
  return cost;
}
