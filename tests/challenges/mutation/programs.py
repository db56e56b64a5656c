"""One small program in each language, with a place for every operator."""

PYTHON = '''\
def tally(words: list[str], least: int, most: int) -> int:
    """Count words; "least" is a length."""
    total = 0
    step = 1
    for at in range(len(words)):
        word = words[at]
        if not word:
            continue
        if word == "stop":
            break
        if least <= len(word) and len(word) < most:
            total += step
        elif is_odd(word):
            total = join(total, at)
    try:
        check(total)
    except ValueError:
        total = -1
    if total > 100:
        raise OverflowError("too many")
    return total * 2
'''
JAVASCRIPT = """\
function tally(words, least, most) {
  let total = 0;
  let step = 1;
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (!word) continue;
    if (word === "stop") break;
    if (least <= word.length && word.length < most) {
      total += step;
    } else if (isOdd(word)) {
      total = join(total, at);
    }
  }
  try {
    check(total);
  } catch (error) {
    total = -1;
  }
  if (total > 100) throw new RangeError("too many");
  return total * 2;
}
"""
JAVA = """\
import java.util.List;
class Solution {
  static int tally(List<String> words, int least, int most) {
    int total = 0;
    int step = 1;
    for (int at = 0; at < words.size(); at++) {
      String word = words.get(at);
      if (!isOdd(word)) continue;
      if (word.equals("stop")) break;
      if (least <= word.length() && word.length() < most) {
        total += step;
      } else if (isOdd(word)) {
        total = join(total, at);
      }
    }
    try {
      check(total);
    } catch (RuntimeException error) {
      total = -1;
    }
    if (total > 100) throw new ArithmeticException("too many");
    return total * 2;
  }
}
"""
CPP = """\
#include <string>
#include <vector>
int tally(std::vector<std::string> words, int least, int most) {
  int total = 0;
  int step = 1;
  for (int at = 0; at < words.size(); at++) {
    std::string word = words[at];
    if (!word.size()) continue;
    if (word == "stop") break;
    if (least <= word.size() && word.size() < most) {
      total += step;
    } else if (is_odd(word)) {
      total = join(total, at);
    }
  }
  try {
    check(total);
  } catch (const std::exception& error) {
    total = -1;
  }
  if (total > 100) throw std::overflow_error("too many");
  return total * 2;
}
"""
RUST = """\
fn tally(words: Vec<String>, least: usize, most: usize) -> usize {
    let mut total: usize = 0;
    let step: usize = 1;
    for at in 0..words.len() {
        let word = &words[at];
        if !word.is_ascii() {
            continue;
        }
        if word == "stop" {
            break;
        }
        if least <= word.len() && word.len() < most {
            total += step;
        } else if is_odd(word) {
            total = join(total, at);
        }
    }
    return total * 2;
}
"""
PROGRAMS = {
    "python": PYTHON,
    "javascript": JAVASCRIPT,
    "java": JAVA,
    "cpp": CPP,
    "rust": RUST,
}
