"""Small code bases in four languages, with build files that do harm where they are executed."""

from pathlib import Path

import pytest

from codeeval_gym.challenges.generation import Repository
from codeeval_gym.challenges.generation.reading import read_repository

SUFFIXES = {".js": "javascript", ".cpp": "cpp", ".h": "cpp", ".java": "java", ".rs": "rust"}

JAVASCRIPT = {
    "package.json": '{"name": "bits", "version": "1.2.0", "license": "MIT", '
    '"scripts": {"preinstall": "touch MARKER", "test": "touch MARKER"}}',
    "lib/clip.js": """\
var most = require('./most');
var limits = { high: most };
var pace = 1;

/** Clips a value. */
function clip(value, low) {
  return Math.min(Math.max(value, low), limits.high);
}
clip.step = pace;
module.exports = clip;
""",
    "lib/most.js": "var most = 9;\nmodule.exports = most;\n",
    "lib/spread.js": """\
'use strict';
const clip = require('./clip');
const fs = require('fs');
var step = 2;

/**
 * Lists the numbers from `low` to `high`, at most 9, `step` apart.
 *
 * @param {number} low The first.
 * @param {number} high Where it ends.
 * @param {Function} [made] Makes something of each.
 * @returns {Array} The numbers.
 * @example
 *
 * spread(0, 5); // => [0, 2, 4]
 * spread(2, 3);
 */
function spread(low, high, made) {
  const found = [];
  for (let at = low; at < clip(high, low); at += step) {
    found.push(made ? made(at) : at);
  }
  return found;
}

/** Writes it down. */
function keep(text) { fs.writeFileSync('MARKER', text); return text; }

/** @param {Function} made Makes it. */
function call(made) { const result = made(1); return result; }

/** Later. */
async function later(value) { const result = await value; return result; }

/** Its own. */
function own(value) { this.value = value; return this.value + 1; }
function silent(value) { return value + 1 + value * 2; }
module.exports = { spread, keep, call, later, own, silent };
""",
    "test/spread.test.js": "const { spread } = require('../lib/spread');\n"
    "require('fs').writeFileSync('MARKER', '');\n"
    "test('it', () => { expect(spread(-3, 2)).toEqual([-3, -1, 1]); spread(x, 1); });\n",
    "broken.js": "function (((\n",
}

CPP = {
    "Makefile": "all:\n\ttouch MARKER\n",
    "CMakeLists.txt": 'execute_process(COMMAND touch "MARKER")\n',
    "src/words.h": """\
#ifndef WORDS_H
#define WORDS_H
#include <string>
#include <vector>
#define MOST 40
namespace words {
    /// Joins the parts with a mark between them, at most @p most of them.
    std::string joined(const std::vector< std::string > & parts, const std::string & mark = "-",
                       int most = MOST);
    std::string joined(int part);
}
#endif
""",
    "src/words.cpp": """\
#include "words.h"
#include <algorithm>
#include <cstdlib>

namespace words {
namespace {
    const int NONE = 0;

    bool is_last(std::size_t at, std::size_t count)
    {
        return at + 1 >= count;
    }
}

    std::string joined(const std::vector< std::string > & parts, const std::string & mark, int most)
    {
        std::string result;
        std::size_t count = std::min(parts.size(), static_cast<std::size_t>(std::max(most, NONE)));
        for (std::size_t at = 0; at < count; ++at) {
            result += parts[at];
            if (!words::is_last(at, count)) result += mark;
        }
        return result;
    }

    /// Doubles each of them where it stands.
    void doubled(std::vector<int> & values)
    {
        for (int & value : values) value *= 2;
    }

    /// Draws a number.
    int drawn(int most)
    {
        int value = rand() % most;
        return value;
    }
}
""",
    "tests/test_words.cpp": """\
#include "../src/words.h"
int main() {
    CHECK(words::joined({"a", "b", "c"}) == "a-b-c");
    CHECK(words::joined({"a", "b", "c"}, ", ", 2) == "a, b");
    CHECK(words::joined({}, "+", -1) == "");
    CHECK(words::joined(parts, "+", -1) == "");
    system("touch MARKER");
}
""",
}

JAVA = {
    "pom.xml": "<project><build><plugins>touch MARKER</plugins></build></project>",
    "src/main/java/a/Texts.java": """\
package a;

import java.util.ArrayList;
import java.util.List;
import org.elsewhere.Thing;

public class Texts {
    static { new java.io.File("MARKER").mkdir(); }
    private static final String EMPTY = "";

    /**
     * Repeats a text, with a mark between.
     *
     * <pre>
     * Texts.repeated(null, *)   = ""
     * Texts.repeated("ab", 2, '-')  = "ab-ab"
     * Texts.repeated("x", 0, '-')   = ""
     * </pre>
     *
     * @param text may be null
     */
    public static String repeated(final String text, final int times, final char mark) {
        if (text == null || isNone(times)) {
            return EMPTY;
        }
        final StringBuilder result = new StringBuilder(text);
        for (int i = 1; i < times; i++) {
            result.append(mark).append(text);
        }
        return result.toString();
    }

    /** Repeats a text. */
    public static String repeated(final String text, final int times) {
        return repeated(text, times, ' ');
    }

    static boolean isNone(int times) {
        return Numbers.sign(times) <= 0;
    }

    /** Makes a list of anything. */
    public static <T> List<T> listed(T item) {
        List<T> found = new ArrayList<>();
        found.add(item);
        return found;
    }

    /** Says when. */
    public static long when(long since) {
        long now = System.currentTimeMillis();
        return now - since;
    }
}
""",
    "src/main/java/a/Numbers.java": """\
package a;

public final class Numbers {
    static int unused() { return 1; }
    public static int sign(int value) { return value > 0 ? 1 : value < 0 ? -1 : 0; }
}
""",
    "src/test/java/a/TextsTest.java": """\
package a;
class TextsTest {
    @Test void repeats() {
        assertEquals("y.y.y", Texts.repeated("y", 3, '.'));
        assertEquals("", Texts.repeated(null, 3, '.'));
    }
}
""",
}

RUST = {
    "Cargo.toml": '[package]\nname = "runs"\nversion = "0.3.1"\nbuild = "build.rs"\n',
    "build.rs": 'fn main() { std::fs::write("MARKER", "").unwrap(); }\n',
    "src/lib.rs": """\
//! Runs of equal letters.
use std::cmp::max;
use std::collections::HashMap;
mod parts;
use crate::parts::Run;

/// The length of the longest run of one letter.
///
/// ```
/// assert_eq!(longest("aabbb"), 3);
/// assert_eq!(longest(""), 0);
/// ```
pub fn longest(text: &str) -> usize {
    let mut best = 0;
    let mut run = Run::new();
    for letter in text.chars() {
        best = max(best, crate::parts::extended(&mut run, letter));
    }
    best
}

/// Counts.
pub fn counted<T: Eq>(items: &[T], item: &T) -> usize {
    items.iter().filter(|one| *one == item).count()
}

/// Changes it.
pub fn changed(items: &mut Vec<i32>) -> usize {
    items.push(1);
    items.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn works() {
        assert_eq!(longest("abba".to_string().as_str()), 2);
        assert_eq!(longest("zzzz"), 4);
        std::fs::write("MARKER", "").unwrap();
    }
}
""",
    "src/parts.rs": """\
/// A run.
pub struct Run {
    letter: Option<char>,
    length: usize,
}

impl Run {
    pub fn new() -> Self {
        Run { letter: None, length: 0 }
    }
}

pub fn extended(run: &mut Run, letter: char) -> usize {
    run.length = if run.letter == Some(letter) { run.length + 1 } else { 1 };
    run.letter = Some(letter);
    run.length
}
""",
}

CODE_BASES = {"cpp": CPP, "java": JAVA, "javascript": JAVASCRIPT, "rust": RUST}


@pytest.fixture(scope="session")
def marker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What appears if anything of these code bases is executed outside the sandbox."""
    return tmp_path_factory.mktemp("harm") / "marker"


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory, marker: Path) -> dict[str, Path]:
    """Language to the folder of its code base."""
    found = {}
    for language, files in CODE_BASES.items():
        found[language] = tmp_path_factory.mktemp(language)
        for name, text in files.items():
            path = found[language] / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.replace("MARKER", str(marker)), "utf-8")
    return found


@pytest.fixture(scope="session")
def repositories(folders: dict[str, Path]) -> dict[str, Repository]:
    """The code bases, read."""
    return {name: read_repository(path, SUFFIXES) for name, path in folders.items()}
