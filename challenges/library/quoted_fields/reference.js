function quoted_fields(line) {
  const fields = [];
  const field = /(?:'((?:[^']|'')*)'|([^;]*))(;|$)/y;
  let more = true;
  while (more) {
    const [, quoted, plain, end] = field.exec(line);
    fields.push(quoted === undefined ? plain : quoted.replaceAll("''", "'"));
    more = end === ";";
  }
  return fields;
}
