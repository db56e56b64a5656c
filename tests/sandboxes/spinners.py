"""Programs with known figures: ``f(ms, mb)`` spins for ms of CPU time and touches mb MiB."""

__all__ = ["SPINNERS"]

_JAVASCRIPT = """
function f(ms, mb) {
  const begun = process.cpuUsage();
  for (;;) {
    const used = process.cpuUsage(begun);
    if (used.user + used.system >= ms * 1000) break;
  }
  return Buffer.alloc(mb << 20, 1).length;
}
"""
_JAVA = """
class Solution {
  static int f(int ms, int mb) {
    var threads = java.lang.management.ManagementFactory.getThreadMXBean();
    while (threads.getCurrentThreadCpuTime() < ms * 1000000L);
    byte[] kept = new byte[mb << 20];
    java.util.Arrays.fill(kept, (byte) 1);
    return kept.length;
  }
}
"""
_CPP = """
#include <ctime>
#include <vector>
int f(int ms, int mb) {
  while (std::clock() < ms * (CLOCKS_PER_SEC / 1000));
  std::vector<char> kept(mb << 20, 1);
  return kept.size();
}
"""
_RUST = """
extern "C" { fn clock() -> i64; }
fn f(ms: i64, mb: i64) -> i64 {
    while unsafe { clock() } < ms * 1000 {}
    let kept = vec![1u8; (mb << 20) as usize];
    kept.len() as i64
}
"""
SPINNERS = {
    "javascript": ("main.js", _JAVASCRIPT),
    "java": ("main.java", _JAVA),
    "cpp": ("main.cpp", _CPP),
    "rust": ("main.rs", _RUST),
}
"""Language to the name of the file, and the program."""
