const BITS = 30; // the numbers are less than 2 ** BITS
const EMPTY = { size: 0 };
EMPTY.low = EMPTY;
EMPTY.high = EMPTY;

/** A tree that shares all but one way down with the old one. */
function changed(tree, number, difference, bit = BITS - 1) {
  const size = tree.size + difference;
  if (bit < 0) return { size, low: EMPTY, high: EMPTY };
  const { low, high } = tree;
  if ((number >> bit) & 1) return { size, low, high: changed(high, number, difference, bit - 1) };
  return { size, low: changed(low, number, difference, bit - 1), high };
}

/** How many numbers are less, and how many equal. */
function compared(tree, number) {
  let less = 0;
  let part = tree;
  for (let bit = BITS - 1; bit >= 0; bit--) {
    if ((number >> bit) & 1) {
      less += part.low.size;
      part = part.high;
    } else {
      part = part.low;
    }
  }
  return { less, equal: part.size };
}

function at(tree, place) {
  if (place > tree.size) return -1;
  let [part, left, number] = [tree, place, 0];
  for (let bit = BITS - 1; bit >= 0; bit--) {
    if (left > part.low.size) {
      left -= part.low.size;
      number += 2 ** bit;
      part = part.high;
    } else {
      part = part.low;
    }
  }
  return number;
}

function archive_rank(commands) {
  const versions = [EMPTY];
  const answers = [];
  for (const [kind, version, number] of commands) {
    const tree = versions[version];
    if (kind === 0) {
      versions.push(changed(tree, number, 1));
    } else if (kind === 1) {
      const { equal } = compared(tree, number);
      versions.push(equal > 0 ? changed(tree, number, -1) : tree);
    } else {
      answers.push(kind === 2 ? at(tree, number) : compared(tree, number).less);
    }
  }
  return answers;
}
