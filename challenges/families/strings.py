"""Text in, text or a number out."""

from numpy.random import Generator

from codeeval_gym.challenges.families._family import Family
from codeeval_gym.challenges.families._kinds import (
    ANY_TEXT,
    SENTENCE,
    WORD,
    WORDS,
    draw_word,
    pick,
)
from codeeval_gym.challenges.families._template import Template
from codeeval_gym.values import Plain

__all__ = ["FAMILIES"]


def _palindrome_or_not(rng: Generator) -> tuple[Plain, ...]:
    word = draw_word(rng)
    return (pick(rng, (word, word + word[::-1], word + word[-2::-1], "", word + "s")),)


FAMILIES = (
    Family(
        "repeat-text",
        "strings",
        1,
        (
            Template(
                what=(
                    "$s repeated $k times",
                    "$k copies of $s joined together",
                    "the text made of $k times $s",
                ),
                names=("repeat", "copies", "repeat_text", "multiply", "echo_text"),
                params={"s": WORD},
                returns="str",
                constants={"k": (2, 3, 4, 5, 6)},
                body="return $s * $k",
                oracle=lambda s, k: s * k,
            ),
        ),
    ),
    Family(
        "reverse-text",
        "strings",
        1,
        (
            Template(
                what=(
                    "$s reversed",
                    "the characters of $s in reverse order",
                    "$s read from right to left",
                ),
                names=("reverse", "backwards", "flip", "mirror", "reverse_text"),
                params={"s": ANY_TEXT},
                returns="str",
                body="return $s[::-1]",
                oracle=lambda s: s[::-1],
            ),
        ),
    ),
    Family(
        "count-letter",
        "strings",
        1,
        (
            Template(
                what=(
                    "how many times $c occurs in $s",
                    "the number of $c in $s",
                    "the count of the letter $c in $s",
                ),
                names=("count_letter", "occurrences", "how_many", "letter_count", "tally"),
                params={"s": SENTENCE},
                returns="int",
                constants={"c": ("a", "e", "n", "o")},
                body="return $s.count($c)",
                oracle=lambda s, c: s.count(c),
            ),
        ),
    ),
    Family(
        "count-vowels",
        "strings",
        2,
        (
            Template(
                what=(
                    "how many vowels are in $s",
                    "the number of vowels in $s",
                    "how many characters of $s are one of a, e, i, o, u",
                ),
                names=("count_vowels", "vowels", "vowel_count", "num_vowels", "tally"),
                params={"s": SENTENCE},
                returns="int",
                body="""
                    total = 0
                    for c in $s:
                        if c in "aeiou":
                            total += 1
                    return total
                """,
                oracle=lambda s: sum(s.count(c) for c in "aeiou"),
            ),
        ),
    ),
    Family(
        "palindrome",
        "strings",
        2,
        (
            Template(
                what=(
                    "True if $s is a palindrome, else False",
                    "whether $s reads the same in both directions",
                    "True exactly when $s equals its reverse",
                ),
                names=("is_palindrome", "palindrome", "same_reversed", "check", "is_mirror"),
                params={"s": WORD},
                returns="bool",
                inputs=_palindrome_or_not,
                body="return $s == $s[::-1]",
                oracle=lambda s: s == s[::-1],
            ),
        ),
    ),
    Family(
        "remove-letter",
        "strings",
        1,
        (
            Template(
                what=(
                    "$s without the letter $c",
                    "$s with every $c removed",
                    "the characters of $s that are not $c",
                ),
                names=("remove", "remove_letter", "without", "strip_letter", "drop"),
                params={"s": SENTENCE},
                returns="str",
                constants={"c": ("a", "e", "n", "o")},
                body='return $s.replace($c, "")',
                oracle=lambda s, c: s.replace(c, ""),
            ),
        ),
    ),
    Family(
        "join-words",
        "strings",
        1,
        (
            Template(
                what=(
                    "the strings in $words joined by $mark",
                    "$words as one string with $mark between them",
                    "one string of all $words, separated by $mark",
                ),
                names=("join", "join_words", "combine", "glue", "connect"),
                params={"words": WORDS},
                returns="str",
                constants={"mark": ("-", "+", ", ", "/", ":")},
                body="return $mark.join($words)",
                oracle=lambda words, mark: mark.join(words),
            ),
        ),
    ),
    Family(
        "longest-word",
        "strings",
        3,
        (
            Template(
                what=(
                    "the longest string in $words, the first one on ties, or $default if empty",
                    "the first of the longest strings in $words, or $default if there are none",
                ),
                names=("longest", "longest_word", "find_longest", "pick_longest", "select"),
                params={"words": WORDS},
                returns="str",
                constants={"default": ("", "none", "-", "?")},
                body="""
                    best = $default
                    for i, w in enumerate($words):
                        if i == 0 or len(w) > len(best):
                            best = w
                    return best
                """,
                oracle=lambda words, default: max(words, key=len, default=default),
            ),
        ),
    ),
    Family(
        "remove-vowels",
        "strings",
        2,
        (
            Template(
                what=(
                    "$s without its vowels",
                    "the characters of $s that are not vowels",
                    "$s with every vowel removed",
                ),
                names=("remove_vowels", "without_vowels", "drop_vowels", "strip_vowels"),
                params={"s": SENTENCE},
                returns="str",
                body="""
                    result = ""
                    for c in $s:
                        if c not in "aeiou":
                            result += c
                    return result
                """,
                oracle=lambda s: "".join(c for c in s if c not in "aeiou"),
                splits=("test",),
            ),
        ),
    ),
)
