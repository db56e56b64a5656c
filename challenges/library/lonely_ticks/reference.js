function lonely_ticks(first, second, limit) {
  const gcd = (a, b) => (b === 0 ? a : gcd(b, a % b));
  const period = first * (second / gcd(first, second));
  const together = Math.floor(limit / period);
  return Math.floor(limit / first) + Math.floor(limit / second) - 2 * together;
}
