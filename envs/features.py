"""A challenge as numbers of a fixed size, by which a small policy can tell challenges apart."""

import re
import zlib
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from codeeval_gym.types import Challenge

__all__ = ["FEATURES", "challenge_features"]

FEATURES = 128
"""Length of a challenge's features."""
_WORD = re.compile(r"\d+|[^\W\d]\w*|[^\w\s]")
_MOST = 20_000
"""Characters of a statement that are read."""


def challenge_features(challenge: Challenge, size: int = FEATURES) -> NDArray[np.float32]:
    """Hash the words and pairs of words of a statement into a vector of length 1.

    Feature hashing as in Weinberger et al., "Feature Hashing for Large Scale Multitask Learning"
    (2009): a word adds plus or minus one at the place that its CRC-32 says. Numbers and the names
    of the function and its parameters count as "a number", "the function" and "parameter i", so
    that the same task with other names and numbers has nearly the same features. Nothing hidden
    is read: the prompt, the signature, and nothing else.

    Args:
        challenge: The challenge.
        size: Length of the vector, at least 1.

    Returns:
        float32 of shape ``(size,)``, each between -1 and 1.
    """
    names = _names(challenge)
    words = [
        "<number>" if word.isdecimal() else names.get(word, word.lower())
        for word in _WORD.findall(challenge.prompt[:_MOST])
    ]
    if challenge.signature is not None:
        words += [
            f"<{place}:{param.type}>" for place, param in enumerate(challenge.signature.params)
        ]
        words.append(f"<returns:{challenge.signature.returns}>")
    vector = np.zeros(size, np.float32)
    for text in {*words, *map(" ".join, pairwise(words))}:
        code = zlib.crc32(text.encode("utf-8", "surrogatepass"))
        vector[(code >> 1) % size] += 1.0 if code & 1 else -1.0
    return vector / max(1.0, float(np.linalg.norm(vector)))


def _names(challenge: Challenge) -> dict[str, str]:
    if challenge.signature is None:
        return {}
    parameters = {
        param.name: f"<parameter {place}>" for place, param in enumerate(challenge.signature.params)
    }
    return {**parameters, challenge.signature.name: "<function>"}
