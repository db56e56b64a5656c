function hops_to_end(arrows, start) {
  let place = start;
  for (let hops = 0; hops < arrows.length; hops++) {
    if (arrows[place] === -1) return hops;
    place = arrows[place];
  }
  return -1;
}
