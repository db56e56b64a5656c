"""Plain data as words: what crosses a jail's border to and from drivers that are not Python.

JSON would need a parser in every language and loses -0, NaN, big integers and tuples. Here a value
is a few words in prefix order, written and read by fifty lines in any language:
``languages/drivers/README.md``.

What is read was written by a hostile program: :func:`read` bounds depth and items, and answers
everything malformed with :class:`~codeeval_gym.values.PlainDataError`.
"""

import math
import struct
from collections.abc import Callable, Iterator

from codeeval_gym.values import Plain, PlainDataError, from_tree

__all__ = ["call_line", "fits_64_bits", "read", "write"]

MAX_DEPTH = 100
MAX_ITEMS = 1_000_000
MAX_DIGITS = 10_000
_LOW, _HIGH = -(1 << 63), (1 << 63) - 1


def write(value: Plain) -> str:
    """Write plain data as words separated by single spaces.

    Raises:
        PlainDataError: If ``value`` is not plain data, or a complex number, or too deep.
    """
    return " ".join(_words(value, 0))


def call_line(number: int, args: tuple[Plain, ...]) -> str:
    """One line of the call channel.

    Args:
        number: Of the function.
        args: Positional arguments.

    Raises:
        PlainDataError: As :func:`write`.
    """
    return " ".join([str(number), str(len(args)), *map(write, args)]) + "\n"


def fits_64_bits(value: Plain) -> bool:
    """True when every integer in ``value`` fits a signed 64-bit one."""
    if isinstance(value, dict):
        return all(fits_64_bits(part) for pair in value.items() for part in pair)
    if isinstance(value, list | tuple | set | frozenset):
        return all(map(fits_64_bits, value))
    return not isinstance(value, int) or _LOW <= value <= _HIGH


def read(text: str) -> Plain:
    """Read one value.

    Raises:
        PlainDataError: For every text that is not one value within the bounds.
    """
    words = iter(text.split(" "))
    # Through from_tree for its own bounds: items of sets and dicts that share a hash.
    value = from_tree(_tree(words, 0, [MAX_ITEMS]))
    if next(words, None) is not None:
        raise PlainDataError("more than one value")
    return value


def _words(value: Plain, depth: int) -> Iterator[str]:
    if depth > MAX_DEPTH:
        raise PlainDataError(f"nested deeper than {MAX_DEPTH}")
    if value is None:
        yield "n"
    elif isinstance(value, bool):
        yield "b1" if value else "b0"
    elif isinstance(value, int):
        yield f"i{int(value)}"
    elif isinstance(value, float):
        yield "f" + struct.pack(">d", value).hex()
    elif isinstance(value, str):
        yield "s" + value.encode("utf-8", "surrogatepass").hex()
    elif isinstance(value, bytes):
        yield "y" + value.hex()
    elif isinstance(value, dict):
        yield f"d{len(value)}"
        for key, item in value.items():
            yield from _words(key, depth + 1)
            yield from _words(item, depth + 1)
    else:
        yield from _sequence(value, depth)


def _sequence(value: Plain, depth: int) -> Iterator[str]:
    kinds = ((list, "l"), (tuple, "t"), ((set, frozenset), "e"))
    letter = next((letter for kind, letter in kinds if isinstance(value, kind)), None)
    if letter is None:
        raise PlainDataError(f"a {type(value).__name__:.80} cannot be handed to this language")
    yield f"{letter}{len(value)}"
    for item in value:
        yield from _words(item, depth + 1)


def _tree(words: Iterator[str], depth: int, left: list[int]) -> object:
    """Read one value as the tree that :func:`~codeeval_gym.values.from_tree` takes."""
    if depth > MAX_DEPTH:
        raise PlainDataError(f"nested deeper than {MAX_DEPTH}")
    left[0] -= 1
    if left[0] < 0:
        raise PlainDataError(f"more than {MAX_ITEMS} items")
    word = next(words, "")
    letter, body = word[:1], word[1:]
    if letter in _COMPOUND:
        return _COMPOUND[letter](words, _count(body), depth, left)
    try:
        return _ATOMS[letter](body)
    except KeyError:
        raise PlainDataError(f"unknown word {word:.20}") from None
    except (ValueError, struct.error) as error:
        raise PlainDataError(f"malformed {word:.20}: {error!s:.80}") from None


def _count(body: str) -> int:
    if not (body.isascii() and body.isdigit() and len(body) < 10):
        raise PlainDataError(f"malformed count {body:.20}")
    return int(body)


def _items(words: Iterator[str], count: int, depth: int, left: list[int]) -> list[object]:
    return [_tree(words, depth + 1, left) for _ in range(count)]


def _pairs(words: Iterator[str], count: int, depth: int, left: list[int]) -> object:
    return {"$dict": [_items(words, 2, depth, left) for _ in range(count)]}


def _integer(body: str) -> object:
    if len(body) > MAX_DIGITS or body.startswith("+"):
        raise ValueError("not an integer of at most 10,000 digits")
    number = 0
    digits = body.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError("not a decimal integer")
    for start in range(0, len(digits), 4000):  # Python refuses to convert more at one time
        piece = digits[start : start + 4000]
        number = number * 10 ** len(piece) + int(piece)
    return -number if body.startswith("-") else number


def _float(body: str) -> object:
    (number,) = struct.unpack(">d", bytes.fromhex(body))
    return number if math.isfinite(number) else {"$float": repr(float(number))}


def _boolean(body: str) -> object:
    return {"0": False, "1": True}[body]


def _null(body: str) -> object:
    if body:
        raise ValueError("null has no body")
    return None


_ATOMS: dict[str, Callable[[str], object]] = {
    "n": _null,
    "b": _boolean,
    "i": _integer,
    "f": _float,
    "s": lambda body: bytes.fromhex(body).decode("utf-8", "surrogatepass"),
    "y": lambda body: {"$bytes": bytes.fromhex(body).hex()},
}


def _tagged(tag: str) -> Callable[[Iterator[str], int, int, list[int]], object]:
    return lambda words, count, depth, left: {tag: _items(words, count, depth, left)}


_COMPOUND: dict[str, Callable[[Iterator[str], int, int, list[int]], object]] = {
    "l": _items,
    "t": _tagged("$tuple"),
    "e": _tagged("$set"),
    "d": _pairs,
}
