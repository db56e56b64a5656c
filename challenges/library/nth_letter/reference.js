function nth_letter(pattern, position) {
  const blocks = new Map(); // opening parenthesis: where it ends, what it holds, how often
  const opened = [];
  const lengths = [0];
  let times = 0;
  for (let index = 0; index < pattern.length; index++) {
    const letter = pattern[index];
    if (isDigit(letter)) {
      times = 10 * times + Number(letter);
    } else if (letter === '(') {
      blocks.set(index, { times, end: 0, body: 0 });
      times = 0;
      opened.push(index);
      lengths.push(0);
    } else if (letter === ')') {
      const block = blocks.get(opened.pop());
      block.end = index;
      block.body = lengths.pop();
      lengths[lengths.length - 1] += block.times * block.body;
    } else {
      lengths[lengths.length - 1]++;
    }
  }
  const start = position < 0 ? position + lengths[0] + 1 : position;
  if (start < 1 || start > lengths[0]) return '';
  let left = start - 1; // letters still to pass
  for (let index = 0; ; index++) {
    const letter = pattern[index];
    if (letter === '(') {
      const { times: count, end, body } = blocks.get(index);
      if (left < count * body) {
        left %= body; // inside, where the end is never reached
      } else {
        left -= count * body;
        index = end;
      }
    } else if (!isDigit(letter)) {
      if (left === 0) return letter;
      left--;
    }
  }
}

function isDigit(letter) {
  return letter >= '0' && letter <= '9';
}
