const BINDS = new Map([['&', 4], ['^', 3], ['|', 2], ['>', 1]]);

function logic_table(formula) {
  const { steps, mistake } = stepsOf(formula);
  if (mistake > 0) return -mistake;
  const names = [...new Set(steps.filter(isVariable))];
  let count = 0;
  for (let row = 0; row < 2 ** names.length; row++) {
    const known = new Map(names.map((name, index) => [name, ((row >> index) & 1) === 1]));
    if (valueOf(steps, known)) count++;
  }
  return count;
}

/** The formula with every sign after what it works on, or the place of the first mistake. */
function stepsOf(formula) {
  const steps = [];
  const waiting = []; // signs and opening parentheses
  let hasOperand = false; // whether an operand has just ended
  for (const [index, letter] of [...formula].entries()) {
    if (letter === ' ') continue;
    if (hasOperand && BINDS.has(letter)) {
      while (waiting.length > 0 && goesFirst(waiting.at(-1), letter)) steps.push(waiting.pop());
      waiting.push(letter);
      hasOperand = false;
    } else if (hasOperand && letter === ')' && waiting.includes('(')) {
      while (waiting.at(-1) !== '(') steps.push(waiting.pop());
      waiting.pop();
    } else if (!hasOperand && (letter === '!' || letter === '(')) {
      waiting.push(letter);
    } else if (!hasOperand && (letter === '0' || letter === '1' || isVariable(letter))) {
      steps.push(letter);
      hasOperand = true;
    } else {
      return { steps: [], mistake: index + 1 };
    }
  }
  if (!hasOperand || waiting.includes('(')) return { steps: [], mistake: formula.length + 1 };
  return { steps: [...steps, ...waiting.reverse()], mistake: 0 };
}

function isVariable(letter) {
  return letter >= 'a' && letter <= 'z';
}

function goesFirst(sign, following) {
  if (sign === '(') return false;
  // Equal signs may stay in any order, but for implications, of which the last goes first.
  return sign === '!' || BINDS.get(sign) > BINDS.get(following);
}

function valueOf(steps, known) {
  const values = [];
  for (const step of steps) {
    if (step === '!') {
      values.push(!values.pop());
    } else if (BINDS.has(step)) {
      const right = values.pop();
      const left = values.pop();
      if (step === '&') values.push(left && right);
      else if (step === '^') values.push(left !== right);
      else if (step === '|') values.push(left || right);
      else values.push(!left || right);
    } else {
      values.push(known.get(step) ?? step === '1');
    }
  }
  return values.pop();
}
