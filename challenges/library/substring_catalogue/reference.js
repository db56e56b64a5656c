/** The suffix automaton: each state stands for parts with the same ends in the text. */
class Automaton {
  states = [{ steps: new Map(), length: 0, link: -1, count: 0, listed: 0 }];

  constructor(text) {
    let last = 0;
    for (const letter of text) last = this.#extend(last, letter);
    for (const state of this.byLength()) {
      if (state.link >= 0) this.states[state.link].count += state.count;
    }
  }

  /** All states, those with the longest parts first. */
  byLength() {
    return [...this.states].sort((a, b) => b.length - a.length);
  }

  #extend(previous, letter) {
    const { states } = this;
    const length = states[previous].length + 1;
    const fresh = states.push({ steps: new Map(), length, link: 0, count: 1, listed: 0 }) - 1;
    let last = previous;
    for (; last >= 0 && !states[last].steps.has(letter); last = states[last].link) {
      states[last].steps.set(letter, fresh);
    }
    if (last < 0) return fresh;
    let target = states[last].steps.get(letter);
    if (states[target].length !== states[last].length + 1) {
      const { steps, link } = states[target];
      const short = { steps: new Map(steps), length: states[last].length + 1, link, count: 0, listed: 0 };
      const index = states.push(short) - 1;
      for (; last >= 0 && states[last].steps.get(letter) === target; last = states[last].link) {
        states[last].steps.set(letter, index);
      }
      states[target].link = index;
      target = index;
    }
    states[fresh].link = target;
    return fresh;
  }
}

function substring_catalogue(text, times, place) {
  const automaton = new Automaton(text);
  const { states } = automaton;
  // listed: how many parts go on from a state, with its own
  const following = (state) =>
    [...state.steps.values()].reduce((sum, target) => sum + states[target].listed, 0);
  for (const state of automaton.byLength()) {
    if (state.count >= times) state.listed = 1 + following(state);
  }
  if (place > following(states[0])) return '';
  let part = '';
  let state = states[0];
  let left = place;
  while (left > 0) {
    for (const letter of [...state.steps.keys()].sort()) {
      const target = states[state.steps.get(letter)];
      if (left <= target.listed) {
        part += letter;
        state = target;
        left--; // the part that ends here
        break;
      }
      left -= target.listed;
    }
  }
  return part;
}
