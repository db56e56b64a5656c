"""The statement of a generated challenge, and the documents that go with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from codeeval_gym.challenges.generation.conventions import Convention
from codeeval_gym.challenges.generation.data import Masked, Repository
from codeeval_gym.challenges.generation.documents import sections_about
from codeeval_gym.challenges.generation.leaks import gives_away
from codeeval_gym.challenges.generation.secrets import secrets_in
from codeeval_gym.types import CallTest

__all__ = ["Context", "context_of", "prompt_of"]

_FENCES = {"cpp": "cpp", "java": "java", "javascript": "js", "python": "python", "rust": "rust"}
_MOST_MODULE = 1200
_MOST_HELPERS = 20


@dataclass(frozen=True)
class Context:
    """What is attached to a statement, and what was kept out of it."""

    text: str
    """The documents, in Markdown."""
    documents: tuple[str, ...] = ()
    """Where they come from: paths, with the heading behind ``#``."""
    withheld: tuple[str, ...] = ()
    """What was left out, and why."""


def prompt_of(masked: Masked, public: Sequence[CallTest]) -> str:
    """Write the statement.

    Args:
        masked: The function.
        public: Tests that may be shown, as examples; none is shown if the documentation has some.
    """
    candidate = masked.candidate
    kind = "method" if "." in candidate.name else "function"
    parts = [f"Write the {kind} `{candidate.name}`, which stands in `{candidate.path}`."]
    fence = _FENCES.get(candidate.language, "")
    parts.append(f"```{fence}\n{candidate.header.strip()}\n```")
    parts += [candidate.documentation, "\n".join(candidate.comments)]
    if masked.calling:
        parts.append(masked.calling)
    if masked.helpers:
        shown = ", ".join(f"`{name}`" for name in masked.helpers[:_MOST_HELPERS])
        parts.append(f"It may use what stands above it in the starter: {shown}.")
    shown_already = candidate.documentation and f"{candidate.name.split('.')[-1]}(" in (
        candidate.documentation
    )
    if public and not shown_already:
        lines = [f"{masked.entry}{_arguments(test)} gives {test.expected!r}" for test in public]
        parts.append("Examples:\n\n" + "\n".join(f"    {line}" for line in lines))
    return "\n\n".join(part for part in parts if part)


def _arguments(test: CallTest) -> str:
    return f"({', '.join(map(repr, test.args))})"


def context_of(
    masked: Masked,
    repository: Repository,
    conventions: Sequence[Convention],
    notes: Sequence[tuple[str, str]] = (),
) -> Context:
    """Gather what helps: the module's words, sections of the prose, notes, conventions.

    What gives the answer away, or holds a secret, is left out and counted.

    Args:
        masked: The function.
        repository: Its code base.
        conventions: Rules of the code around it.
        notes: Other documents as ``(where, text)``, e.g. the API operations that it implements.
    """
    candidate = masked.candidate
    pieces: list[tuple[str, str, str]] = []
    if candidate.module_documentation:
        text = candidate.module_documentation[:_MOST_MODULE]
        pieces.append((candidate.path, f"From {candidate.path}", text))
    for section in sections_about(candidate.name.split(".")[-1], repository.documents):
        where = f"{section.path}#{section.title}"
        pieces.append((where, f"From {section.path}, {section.title}", section.text))
    pieces += [(where, f"From {where}", text) for where, text in notes]
    kept: list[tuple[str, str, str]] = []
    withheld: list[str] = []
    for where, title, text in pieces:
        found = secrets_in(text)
        if gives_away(candidate.body, text):
            withheld.append(f"{where}: it gives the answer away")
        elif found:
            withheld.append(f"{where}: it holds a secret ({', '.join(found)})")
        else:
            kept.append((where, title, text))
    blocks = [f"## {title}\n\n{text}" for _, title, text in kept]
    if conventions:
        rules = "\n".join(f"- {item.text}" for item in conventions)
        blocks.append(f"## Conventions of this code\n\n{rules}")
    return Context("\n\n".join(blocks), tuple(where for where, _, _ in kept), tuple(withheld))
