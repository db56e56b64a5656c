"""Private tests of LiveCodeBench: Base64 of a zlib stream of a pickle of one text.

Everybody else unpickles it, which runs whatever its author liked. Here the pickle is never loaded:
its instructions are listed, and those that do more than hold one text are refused.
"""

import base64
import binascii
import io
import pickletools
import zlib

__all__ = ["MAX_TEXT", "packed_text", "pickled_text"]

MAX_TEXT = 256 << 20
"""Bytes that a packed text may unfold to."""
_MAX_INSTRUCTIONS = 16
_TEXT = frozenset({"UNICODE", "SHORT_BINUNICODE", "BINUNICODE", "BINUNICODE8"})
_HARMLESS = frozenset({"PROTO", "FRAME", "MEMOIZE", "PUT", "BINPUT", "LONG_BINPUT", "STOP"})


def packed_text(packed: str) -> str:
    """The text that a field packs.

    Raises:
        ValueError: If it is not that, or unfolds to more than :data:`MAX_TEXT`.
    """
    try:
        compressed = base64.b64decode(packed.strip(), validate=True)
        unfolding = zlib.decompressobj()
        pickle = unfolding.decompress(compressed, MAX_TEXT + 1)
    except (binascii.Error, UnicodeEncodeError, ValueError, zlib.error) as error:
        raise ValueError(f"not packed tests: {error}") from None
    if len(pickle) > MAX_TEXT:
        raise ValueError(f"packed tests of more than {MAX_TEXT >> 20} MiB")
    if not unfolding.eof:
        raise ValueError("not packed tests: the stream ends too early")
    return pickled_text(pickle)


def pickled_text(pickle: bytes) -> str:
    """The one text that a pickle holds; nothing is loaded, whatever stands in it.

    Raises:
        ValueError: If there is anything else in it.
    """
    stream = io.BytesIO(pickle)
    texts: list[str] = []
    try:
        for count, (instruction, argument, _) in enumerate(pickletools.genops(stream)):
            if instruction.name in _TEXT:
                texts.append(str(argument))
            elif instruction.name not in _HARMLESS:
                raise ValueError(f"a pickle that does more than hold a text: {instruction.name}")
            if count >= _MAX_INSTRUCTIONS or len(texts) > 1:
                raise ValueError("a pickle of more than one text")
    except (AttributeError, IndexError, OverflowError, TypeError) as error:
        raise ValueError(f"not a pickle: {error}") from None
    if len(texts) != 1 or stream.read(1):
        raise ValueError("not a pickle of one text")
    return texts[0]
