function shelf_misses(room, wishes) {
  const shelf = new Set();
  let misses = 0;
  for (const book of wishes) {
    if (!shelf.delete(book)) misses += 1;
    shelf.add(book);
    if (shelf.size > room) shelf.delete(shelf.values().next().value);
  }
  return misses;
}
