function dense_ranks(scores) {
  const ordered = [...new Set(scores)].sort((a, b) => b - a);
  const rank = new Map(ordered.map((score, place) => [score, place + 1]));
  return scores.map((score) => rank.get(score));
}
