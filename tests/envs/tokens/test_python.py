"""Python's own tokens: the grammar leaves only programs, and leaves every reference."""

import ast
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeeval_gym.challenges import Dataset, load
from codeeval_gym.envs.tokens.python import Grammar, Pushdown, Python
from codeeval_gym.envs.tokens.vocabulary import Writer
from codeeval_gym.types import Challenge

VOCABULARY = Python()
NAMES = np.array(VOCABULARY.names)
CLOSES = np.isin(NAMES, [")", "]", "}", ":", "NEWLINE", "DEDENT", "elif"])
"""Tokens that keep statements short, so that a program has many."""


@pytest.fixture(scope="module")
def builtin() -> list[Challenge]:
    """Every thirtieth challenge of all splits, and all that were written by hand."""
    found = [load("builtin", split=split) for split in ("train", "validation", "test")]
    every = Dataset.join(found, name="all")
    return [every[name] for name in every.ids[::30]] + [
        every[name] for name in every.ids if name.startswith("library/")
    ]


def rollout(writer: Writer, places: int, seed: int, deep: bool) -> list[int]:
    """Tokens drawn at random from the masks, first their kind, so that all kinds come."""
    rng = np.random.default_rng(seed)
    tokens: list[int] = []
    for left in range(places, 0, -1):
        mask = writer.mask(left)
        assert mask.any()
        probe = int(rng.integers(VOCABULARY.size))
        assert writer.allows(probe, left) == mask[probe]
        if deep and (mask & VOCABULARY.deepens).any():
            mask &= VOCABULARY.deepens | (rng.random() < 0.3)
        if not deep and rng.random() < 0.6 and (mask & CLOSES).any():
            mask &= CLOSES
        kinds = VOCABULARY.terminals * mask - ~mask
        token = int(rng.choice(np.flatnonzero(kinds == rng.choice(np.unique(kinds[mask])))))
        if token == VOCABULARY.end:
            break
        tokens.append(token)
        writer.advance(token)
    return tokens


@settings(max_examples=150)
@given(places=st.integers(1, 200), seed=st.integers(0, 2**32 - 1), deep=st.booleans())
def test_what_masks_leave_is_a_program(places: int, seed: int, deep: bool, posed: Dataset) -> None:
    writer = VOCABULARY.writer(posed[0].public_view())
    text = writer.decode(rollout(writer, places, seed, deep))
    ast.parse(text)
    again = VOCABULARY.writer(posed[0].public_view())
    assert again.decode(again.encode(text)) == text


def test_masks_let_all_kinds_of_tokens_come(posed: Dataset) -> None:
    """Beside the property above: it would hold if nothing but the end were left."""
    writer = VOCABULARY.writer(posed[0].public_view())
    seen: Counter[int] = Counter()
    for seed in range(150):
        writer.start()
        seen.update(VOCABULARY.terminals[rollout(writer, 100, seed, False)].tolist())
    assert set(seen) == set(VOCABULARY.terminals[1:].tolist())


def test_references_can_be_written_and_masks_leave_them(builtin: list[Challenge]) -> None:
    sayable = 0
    for challenge in builtin:
        reference = challenge.references["python"]
        writer = VOCABULARY.writer(challenge.public_view())
        try:
            tokens = writer.encode(reference)
        except ValueError:
            continue
        sayable += 1
        text = writer.decode(tokens)
        assert ast.dump(ast.parse(text)) == ast.dump(ast.parse(reference))
        assert text.replace("'", '"') == without_layout(reference).replace("'", '"')
        for place, token in enumerate(tokens):
            left = len(tokens) - place  # not one token to spare
            assert writer.allows(token, left), (challenge.id, NAMES[tokens[: place + 1]])
            assert writer.mask(left)[token]
            writer.advance(token)
        assert writer.allows(VOCABULARY.end, 1)
    families = sum(challenge.id.startswith("builtin/") for challenge in builtin)
    assert sayable >= 0.99 * families


def without_layout(program: str) -> str:
    """As ``ast.unparse`` writes it, but with two empty lines around functions, as we do."""
    lines = [line for line in program.splitlines() if line.strip() and "#" not in line]
    return "".join(f"{line}\n" for line in lines) if "\n\n" not in program else program


@pytest.mark.parametrize(
    "program",
    [
        "x, *y = z = 1, 2\n",
        "x.y[0:1, ::2], z = -x ** -y, not x in y\n",
        "x: int = 3 if x is not None else y\nx[0] += 1, 2\n",
        "def f(x, *, y=1, **z):\n    return lambda x=1, *y: {**z, x: y}\n",
        "for i, (x, y) in zip(x):\n    if not x:\n        continue\n    break\nelse:\n    pass\n",
        "print(*x, key=(1,), **y)\nx(y)(x for x in y if x if y).z = {1, *x}\n",
        "from x import y, z\nassert x, y\ndel x.y, z[0]\nraise x from y\n",
        "while x and y or z:\n    x = {x: y for x, y in z for z in x}\nelif_ = [] + [1]\n",
    ],
)
def test_all_sorts_of_statements(program: str, posed: Dataset) -> None:
    names = ("f", "z", "elif_")
    writer = Python((*VOCABULARY.words[3:], *names)).writer(posed[0])
    tokens = writer.encode(program)
    for place, token in enumerate(tokens):
        assert writer.allows(token, len(tokens) - place), program[:20]
        writer.advance(token)
    assert writer.decode(tokens) == program


@pytest.mark.parametrize(
    "words",
    [
        "return",
        "x NEWLINE INDENT",
        "f ( x = 1 , y )",
        "f ( ) =",
        "x + y =",
        "x if y =",
        "x , y +=",
        "x + not",
        "x = y : ",
        "break",
        "while x : NEWLINE INDENT def f ( ) : NEWLINE INDENT break",
        "def f ( x = 1 , y )",
        "[ * x if",
        "[ x for x in y if x else",
        "x ( ** y , *",
        "( * x )",
        "lambda x : y :",
    ],
)
def test_what_python_refuses_may_not_come(words: str, posed: Dataset) -> None:
    vocabulary = Python((*VOCABULARY.words[3:], "f"))
    writer = vocabulary.writer(posed[0])
    *before, last = [vocabulary.fixed[word] for word in words.split()]
    for token in before:
        assert writer.allows(token, 1000)
        writer.advance(token)
    assert not writer.allows(last, 1000)


def test_room_to_close_is_kept(posed: Dataset) -> None:
    """``( x``: with two tokens left, nothing but the bracket may come, then the line's end."""
    writer = VOCABULARY.writer(posed[0])
    for word in ("(", "x"):
        writer.advance(VOCABULARY.fixed[word])
    assert NAMES[writer.mask(2)].tolist() == [")"]
    assert set(NAMES[writer.mask(3)]) == {")", ","}
    assert {")", ",", "+", "(", "for"} & set(NAMES[writer.mask(4)]) == {")", ",", "+", "("}
    assert (writer.fits(1), writer.fits(2)) == (False, True)


def test_slots_mean_what_the_challenge_names() -> None:
    challenge = load("builtin", split="train")["builtin/scale-and-shift-0"].public_view()
    writer = VOCABULARY.writer(challenge)
    tokens = writer.encode("def scale_shift(value: int) -> int:\n    return value * 3 + 6\n")
    body = [NAMES[token] for token in tokens[-7:]]
    assert body == ["return", "parameter0", "*", "number0", "+", "number1", "NEWLINE"]
    slots = [name for name in NAMES[writer.mask(100)] if name[-1].isdigit() and name.isidentifier()]
    assert slots == ["parameter0", "number0", "number1"]  # what the challenge does not fill is out


def test_an_attribute_is_not_a_slot() -> None:
    challenge = load("builtin", split="train")["builtin/count-letter-0"]
    writer = VOCABULARY.writer(challenge.public_view())
    tokens = writer.encode("x = sentence.count('a')\n")
    assert [NAMES[token] for token in tokens[2:5]] == ["parameter0", ".", "count"]


def test_texts_that_cannot_be_cut_are_refused(posed: Dataset) -> None:
    writer = VOCABULARY.writer(posed[0])
    for text in (
        "def f(:\n    'x",
        "x = $\n",
        "NEWLINE\n",
        "  x\n y\n",
        "x = 'nobody'\n",
        "x\n" * 60_000,
    ):
        with pytest.raises(ValueError, match=r"."):
            writer.encode(text)


def test_words_and_slots_that_cannot_be_are_refused() -> None:
    for words in (["a b"], ["1 2"], ["'x"], [""], ["#"]):
        with pytest.raises(ValueError, match=r"."):
            Python(words)
    with pytest.raises(ValueError, match="'numbers'"):
        Python(slots={"numbers": 2})


def test_a_grammar_that_needs_two_tokens_is_refused() -> None:
    with pytest.raises(ValueError, match=r"'a' begin with 'x'|'a'.*'x'"):
        Grammar("a: x y | b z\nb: x", "a")
    state = Pushdown(Grammar("a: x b\nb: y |", "a"))
    assert state.cost == 1
    state.advance(1)  # y may not come: nothing happens
    state.advance(0)
    assert (state.cost, state.allowed(1).tolist()) == (0, [False, True])


def test_what_is_given_is_only_given(posed: Dataset) -> None:
    given = ("def", ":", "->", "int", "function")
    vocabulary = Python(given=given)
    writer = vocabulary.writer(posed[0])
    header = writer.encode("def add_10(a: int) -> int:\n", opened=True)
    assert writer.begins(header)
    allowed = {str(name) for name in NAMES[writer.mask(50)]}
    assert "return" in allowed
    assert not allowed & set(given)
    assert not writer.allows(vocabulary.fixed["def"], 50)
    with pytest.raises(ValueError, match="no token 'yield' to be given"):
        Python(given=["def", "yield"])
