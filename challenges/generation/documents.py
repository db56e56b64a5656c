"""Finds the parts of a repository's prose that speak of a function."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from codeeval_gym.challenges.generation.data import Document

__all__ = ["Section", "sections_about", "sections_of"]

_HEADING = re.compile(r"^(#{1,6}\s+\S.*|=+\s+\S.*)$")
_UNDERLINE = re.compile(r"^([=\-~^\"'`#*+.])\1{2,}\s*$")
_CHANGES = re.compile(r"change|history|news|authors|licen[cs]e|requirements", re.IGNORECASE)
_MOST_SECTION = 1500


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it, up to the next."""

    path: str
    """The document."""
    title: str
    """The heading; empty above the first."""
    text: str
    """The text, heading left out."""


def sections_of(document: Document) -> Iterator[Section]:
    """Cut Markdown, reStructuredText or AsciiDoc at its headings."""
    title, lines = "", list[str]()
    for line in document.text.split("\n"):
        if _HEADING.match(line):
            yield Section(document.path, title, "\n".join(lines).strip())
            title, lines = line.strip("#= "), []
        elif _UNDERLINE.match(line) and lines and lines[-1].strip():
            heading = lines.pop().strip()
            yield Section(document.path, title, "\n".join(lines).strip())
            title, lines = heading, []
        else:
            lines.append(line)
    yield Section(document.path, title, "\n".join(lines).strip())


def sections_about(name: str, documents: Sequence[Document], *, most: int = 3) -> list[Section]:
    """The sections that name a function as code, the shortest first.

    A long section is cut to the paragraphs that name it. Change logs and the like are left out:
    they say what was, not what is.

    Args:
        name: Of the function, without its class.
        documents: The prose.
        most: How many sections at most.
    """
    mention = re.compile(rf"(?<![\w.])(?:\w+\.)*{re.escape(name)}\(|`[\w.:~]*\b{re.escape(name)}`")
    found: list[Section] = []
    for document in documents:
        if _CHANGES.search(document.path):
            continue
        for section in sections_of(document):
            if _CHANGES.search(section.title):
                continue
            if not mention.search(f"{section.title}\n{section.text}"):
                continue
            found.append(_cut(section, mention))
    found.sort(key=lambda section: (len(section.text), section.path))
    return found[:most]


def _cut(section: Section, mention: re.Pattern[str]) -> Section:
    if len(section.text) <= _MOST_SECTION:
        return section
    paragraphs = [part for part in section.text.split("\n\n") if mention.search(part)]
    text = "\n\n".join(paragraphs) or section.text
    return Section(section.path, section.title, text[:_MOST_SECTION])
