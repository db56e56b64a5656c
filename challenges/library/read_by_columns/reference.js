function read_by_columns(text, width) {
  const read = [];
  for (let column = 0; column < Math.min(width, text.length); column++) {
    for (let place = column; place < text.length; place += width) read.push(text[place]);
  }
  return read.join("");
}
