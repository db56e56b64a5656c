"""Find the program in a chat model's answer."""

import re

from codeeval_gym.errors import UnknownNameError

__all__ = ["extract_program"]

_TAGS = {
    "python": "python3?|py",
    "javascript": "javascript|js|node",
    "java": "java",
    "cpp": r"c\+\+|cpp|cc|cxx",
    "rust": "rust|rs",
}
"""What models write behind an opening fence, by language."""


def extract_program(text: str, language: str = "python") -> str:
    """Return the last fenced block of an answer that is in this language.

    Args:
        text: A model's answer. A fence without a language counts as being in it.
        language: The language that was asked for.

    Returns:
        The block's content; the text itself where there is no such block.

    Raises:
        UnknownNameError: If the language is not known; suggests the nearest.
    """
    if language not in _TAGS:
        raise UnknownNameError("language", language, _TAGS)
    tags = _TAGS[language]
    flags = re.DOTALL | re.MULTILINE | re.IGNORECASE
    other = re.compile(rf"^```[ ]*(?!(?:{tags})(?![\w+]))\w.*?^```", flags)
    # An answer that was cut off has an opening fence and no closing one.
    fenced = re.compile(rf"^```[ ]*(?:{tags})?[ ]*\n(.*?)(?:^```|\Z)", flags)
    blocks: list[str] = fenced.findall(other.sub("", text))
    return blocks[-1] if blocks else text
