"""Find the program in a chat model's answer."""

import re

__all__ = ["extract_program"]

# An answer that was cut off has an opening fence and no closing one.
_FENCED = re.compile(r"^```[ ]*(?:python3?|py)?[ ]*\n(.*?)(?:^```|\Z)", re.DOTALL | re.MULTILINE)
_OTHER_LANGUAGE = re.compile(r"^```[ ]*(?!python3?\b|py\b)\w.*?^```", re.DOTALL | re.MULTILINE)


def extract_program(text: str) -> str:
    """Return the last fenced Python block of an answer.

    Args:
        text: A model's answer. A fence without a language counts as Python.

    Returns:
        The block's content; the text itself where there is no such block.
    """
    blocks = _FENCED.findall(_OTHER_LANGUAGE.sub("", text))
    return blocks[-1] if blocks else text
