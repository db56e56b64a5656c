function finish_times(needs, turn) {
  const finished = needs.map(() => 0);
  let round = needs.map((need, job) => [job, need]);
  let now = 0;
  while (round.length > 0) {
    const next = [];
    for (const [job, left] of round) {
      now += Math.min(left, turn);
      if (left > turn) next.push([job, left - turn]);
      else finished[job] = now;
    }
    round = next;
  }
  return finished;
}
