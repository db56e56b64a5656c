function limit_repeats(text, most) {
  let kept = "";
  let length = 0;
  for (let place = 0; place < text.length; place++) {
    length = place > 0 && text[place] === text[place - 1] ? length + 1 : 1;
    if (length <= most) kept += text[place];
  }
  return kept;
}
