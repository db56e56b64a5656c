class Store {
  values = new Map();
  counts = new Map();
  changes = []; // a key and its value before
  opened = []; // how many changes there were when each transaction was opened

  /** Keep a value, or undefined for none; return what was there before. */
  put(key, value) {
    const before = this.values.get(key);
    if (before !== undefined) this.counts.set(before, this.counts.get(before) - 1);
    if (value === undefined) {
      this.values.delete(key);
    } else {
      this.values.set(key, value);
      this.counts.set(value, (this.counts.get(value) ?? 0) + 1);
    }
    return before;
  }

  change(key, value) {
    this.changes.push([key, this.put(key, value)]);
  }

  close(undo) {
    if (this.opened.length === 0) return ['no transaction'];
    const start = this.opened.pop();
    while (undo && this.changes.length > start) this.put(...this.changes.pop());
    return [];
  }
}

function transaction_store(commands) {
  const store = new Store();
  const answers = [];
  for (const [name, one, other] of commands) {
    switch (name) {
      case 'set':
      case 'unset':
        store.change(one, other);
        break;
      case 'get':
        answers.push(store.values.get(one) ?? 'none');
        break;
      case 'count':
        answers.push(String(store.counts.get(one) ?? 0));
        break;
      case 'begin':
        store.opened.push(store.changes.length);
        break;
      default:
        answers.push(...store.close(name === 'rollback'));
    }
  }
  return answers;
}
