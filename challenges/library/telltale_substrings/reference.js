const SHARED = -1;

function telltale_substrings(words) {
  const owner = new Map();
  words.forEach((word, index) => {
    for (const part of parts(word)) {
      if (!owner.has(part)) owner.set(part, index);
      else if (owner.get(part) !== index) owner.set(part, SHARED);
    }
  });
  const telltales = words.map(() => '');
  for (const [part, index] of owner) {
    if (index !== SHARED && isBetter(part, telltales[index])) telltales[index] = part;
  }
  return telltales;
}

function* parts(word) {
  for (let start = 0; start < word.length; start++) {
    for (let end = start + 1; end <= word.length; end++) yield word.slice(start, end);
  }
}

function isBetter(part, known) {
  if (known === '') return true;
  return part.length !== known.length ? part.length < known.length : part < known;
}
