"""A small code base with one of everything that generation has to cope with."""

from pathlib import Path

import pytest

_MIX = '''\
"""Mixing of colours."""

import math
import os
import random
import socket

from paint.helpers import clipped as _clipped

LIMIT = 255


def blend(first, second, weight=0.5):
    """Mix two channels.

    Args:
        first (int): From 0 to 255.
        second (int): From 0 to 255.
        weight (float): The share of ``second``.

    >>> blend(0, 100)
    50
    >>> blend(10, 20, 1.0)
    20
    """
    if first == second:
        return first
    mixed = first * (1 - weight) + second * weight
    return _clipped(math.floor(mixed + 0.5), LIMIT)


def shades(channel: int, count: int):
    """Yield ``count`` shades from black up to ``channel``, at equal distances.

    >>> list(shades(10, 3))
    [0, 5, 10]
    """
    if count == 1:
        yield channel
        return
    for step in range(count):
        yield channel * step // (count - 1)


def parse(text: str) -> list[int]:
    """Read a colour like ``#0a10ff``.

    Raises a ValueError for everything else.

    >>> parse("#0a10ff")
    [10, 16, 255]
    """
    if not text.startswith("#"):
        raise ValueError(text)
    digits = text[1:7].rjust(6, "0")
    return [int(digits[at : at + 2], 16) for at in (0, 2, 4)]


def darker(colour):
    """Halve the channels of a colour in place and return it."""
    for at in range(len(colour)):
        colour[at] = colour[at] // 2
    return colour


def anything():
    """Return a channel by chance."""
    return random.randint(0, LIMIT) + 0 * LIMIT


def home():
    """Return where the palettes of the user lie."""
    return os.path.join(os.environ["HOME"], "palettes")


def fetch(host):
    """Ask a host for its palette."""
    with socket.create_connection((host, 80)) as wire:
        return wire.recv(LIMIT)


def silent(first, second):
    return first + second * 2 - first // (second + 1)


def short():
    """Return the limit."""
    return LIMIT


def nothing(colour):
    """Forget a colour, whatever it is and wherever it was."""
    colour = [None for _ in colour]


async def later(colour):
    """Return a colour, later."""
    return [channel for channel in colour if channel]


def mixer(weight):
    """Return a function that mixes with a weight."""

    def mix(first, second):
        return blend(first, second, weight)

    return mix


def lazily(colour):
    """Import something of this package only when it is called."""
    from paint.helpers import clipped

    return [clipped(channel, LIMIT) for channel in colour]


def twin_of_total(colour):
    """Add the channels of a colour, the last one counting twice."""
    result = 0
    for channel in colour[:-1]:
        result = result + channel * 1 + LIMIT - LIMIT
    return result + 2 * colour[-1] if colour else LIMIT * 0


def told(colour):
    """Return the channels doubled: ``doubled = [c * 2 for c in colour if c > 0 and c < LIMIT];
    return sorted(doubled, reverse=True)``.
    """
    doubled = [c * 2 for c in colour if c > 0 and c < LIMIT]
    return sorted(doubled, reverse=True)


def signed(colour):
    """Write a colour with the studio's signature, asked for by painter@studio-nord.dk."""
    return "-".join(f"{channel:02x}" for channel in colour) + "-" + str(sum(colour) % 7)
'''
_HELPERS = '''\
"""What mixing shares."""


def clipped(value, limit):
    """Return a value, but neither below 0 nor above a limit.

    >>> clipped(7, 5)
    5
    """
    return max(0, min(value, limit))


class Palette:
    """Colours in the order in which they were added."""

    def __init__(self, colours=()):
        self.colours = list(colours)

    def add(self, colour, times=1):
        """Add a colour so often, and return how many there are then."""
        for _ in range(times):
            self.colours.append(colour)
        return len(self.colours)

    def __iter__(self):
        return iter(self.colours)
'''
_TESTS = """\
import pytest

from paint.helpers import Palette
from paint.mix import blend, darker, parse, shades, signed, told


@pytest.mark.parametrize("weight,expected", [(0.0, 10), (0.25, 35), (0.5, 60), (1.0, 110)])
def test_blend(weight, expected):
    assert blend(10, 110, weight) == expected


def test_blend_clips():
    assert blend(0, 250, 2.0) == 255
    assert blend(7, 7) == 7


class TestShades:
    def test_one(self):
        assert list(shades(9, 1)) == [9]

    def test_many(self):
        assert list(shades(255, 6)) == [0, 51, 102, 153, 204, 255]
        assert list(shades(8, 5)) == [0, 2, 4, 6, 8]


def test_parse():
    assert parse("#ffffff") == [255, 255, 255]
    assert parse("#01af00") == [1, 175, 0]
    with pytest.raises(ValueError):
        parse("red")


def test_others():
    assert darker([10, 20, 31]) == [5, 10, 15]
    assert told([1, 2, 300]) == [4, 2]
    assert told([3, 0]) == [6]
    assert told([]) == []
    assert signed([255, 0, 1]) == "ff-00-01-4"


def test_palette():
    palette = Palette(["red"])
    assert palette.add("blue") == 2
    assert palette.add("green", 3) == 5
    assert Palette().add("white", times=2) == 2
    assert list(palette) == ["red", "blue", "green", "green", "green"]
"""
_README = """\
# paint

Mixes colours.

## Reading colours

`parse` takes six hexadecimal digits behind a `#`, in either case.

## Inside parse

Here is how `parse` does it:

    if not text.startswith("#"):
        raise ValueError(text)
    digits = text[1:7].rjust(6, "0")
    return [int(digits[at : at + 2], 16) for at in (0, 2, 4)]

## Help with parse

Questions on `parse` go to painter@studio-nord.dk.
"""
_COMMIT = "0123456789abcdef0123456789abcdef01234567"
_MIT = """\
MIT License

Permission is hereby granted, free of charge, to any person obtaining a copy of this software, to
deal in it without restriction, provided that the above copyright notice is included.
"""


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    """A file that appears if the code base's own code runs outside the sandbox."""
    return tmp_path / "harmed"


@pytest.fixture
def code_base(tmp_path: Path, marker: Path) -> Path:
    """The folder of the code base; its ``setup.py``, hook and ``conftest.py`` do harm."""
    root = tmp_path / "paint"
    harm = f"try:\n    open({str(marker)!r}, 'w').close()\nexcept OSError:\n    pass\n"
    files = {
        "setup.py": harm,
        "conftest.py": harm,
        "LICENSE": _MIT,
        "README.md": _README,
        "PKG-INFO": "Metadata-Version: 2.1\nName: paint\nVersion: 1.2\nLicense: MIT\n",
        ".git/HEAD": "ref: refs/heads/main\n",
        ".git/packed-refs": f"{_COMMIT} refs/heads/main\n",
        ".git/config": f"[core]\n\tfsmonitor = touch {marker}\n",
        "paint/__init__.py": harm,
        "paint/mix.py": _MIX,
        "paint/helpers.py": _HELPERS,
        "paint/broken.py": "def half(:\n    return\n",
        "tests/test_paint.py": _TESTS,
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root
