function undo_redo(edits) {
  const words = [];
  let undone = [];
  for (const edit of edits) {
    if (edit === "undo") {
      if (words.length > 0) undone.push(words.pop());
    } else if (edit === "redo") {
      if (undone.length > 0) words.push(undone.pop());
    } else {
      words.push(edit);
      undone = [];
    }
  }
  return words;
}
