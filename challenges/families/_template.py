"""A template: one task with blanks, and the wordings that fill them."""

import functools
import hashlib
import inspect
import json
import string
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from numpy.random import Generator

from codeeval_gym.challenges.families._kinds import Kind, pick
from codeeval_gym.types import Compare, Param, Signature
from codeeval_gym.values import Plain

__all__ = ["SPLITS", "Template", "Wording", "split_of"]

SPLITS = ("train", "validation", "test")

_FRAMES = (
    "Write a function `$call` that returns $what.",
    "Write `$f` to return $what.",
    "Implement `$call`, which returns $what.",
    "Define a function $f that returns $what.",
    "Complete `$f` so that it returns $what.",
    "Return $what.",
    "Given $given, return $what.",
    "The function `$f` returns $what.",
)


def split_of(prompt: str) -> str:
    """Return the split that a prompt belongs to: 80, 10 and 10 % of the SHA-256 space."""
    digest = hashlib.sha256(prompt.encode()).digest()
    return SPLITS[max(0, int.from_bytes(digest[:8]) % 10 - 7)]


@dataclass(frozen=True)
class Template:
    """One task with blanks. ``$name`` in a text stands for a parameter or constant."""

    what: tuple[str, ...]
    """What the function returns, as noun phrases that mean the same."""
    names: tuple[str, ...]
    """Names the function may have."""
    params: Mapping[str, Kind]
    """Blank to the kind of parameter that fills it, in order."""
    returns: str
    """Language-neutral type of the answer."""
    body: str
    """The reference's lines below its ``def``; ``$f`` is the function's own name."""
    oracle: Callable[..., Plain]
    """Computes the right answer from the arguments, and the constants by keyword."""
    constants: Mapping[str, tuple[Plain, ...]] = field(default_factory=dict)
    """Blank to the constants that may fill it."""
    inputs: Callable[..., tuple[Plain, ...]] | None = None
    """Draws arguments from a generator, and the constants by keyword; ``None``: as the kinds do."""
    compare: Compare = field(default_factory=lambda: Compare("strict"))
    """How answers are compared."""
    splits: tuple[str, ...] = SPLITS
    """Splits it occurs in."""
    steps: tuple[str, ...] = ()
    """Of a composition, the keys of its two steps."""


@dataclass(frozen=True)
class Wording:
    """A template with its blanks filled, tests apart."""

    template: Template
    frame: str
    what: str
    name: str
    params: Mapping[str, str]
    constants: Mapping[str, Plain]

    @classmethod
    def draw(cls, template: Template, rng: Generator) -> "Wording":
        return cls(
            template,
            frame=pick(rng, _FRAMES),
            what=pick(rng, template.what),
            name=pick(rng, template.names),
            params={blank: pick(rng, kind.names) for blank, kind in template.params.items()},
            constants={blank: pick(rng, items) for blank, items in template.constants.items()},
        )

    @functools.cached_property
    def blanks(self) -> dict[str, str]:
        return {"f": self.name, **self.params, **{k: repr(v) for k, v in self.constants.items()}}

    @functools.cached_property
    def prompt(self) -> str:
        names = list(self.params.values())
        sentence = _fill(
            self.frame,
            f=self.name,
            call=f"{self.name}({', '.join(names)})",
            given=" and ".join(filter(None, (", ".join(names[:-1]), names[-1]))),
            what=_fill(self.what, **self.blanks),
        )
        return f"{sentence}\n\n{self.starter.rstrip()}"

    @functools.cached_property
    def signature(self) -> Signature:
        kinds = self.template.params.values()
        params = zip(self.params.values(), kinds, strict=True)
        return Signature(
            self.name,
            tuple(Param(name, kind.type) for name, kind in params),
            self.template.returns,
        )

    def reference_in(self, language: str, starter: str, body: str) -> str:
        """The reference in a language beside Python, ``body`` filled in below its starter."""
        constants = {blank: json.dumps(value) for blank, value in self.constants.items()}
        blanks = {"f": self.name, **self.params, **constants}
        indent, end = ("        ", "    }\n}\n") if language == "java" else ("    ", "}\n")
        lines = textwrap.indent(_fill(body, **blanks).strip(), indent)
        return f"{starter}{lines}\n{end}"

    @property
    def starter(self) -> str:
        signature = self.signature
        params = ", ".join(f"{item.name}: {_hint(item.type)}" for item in signature.params)
        return f"def {self.name}({params}) -> {_hint(signature.returns)}:\n"

    @property
    def reference(self) -> str:
        return self.starter + _fill(_indented(self.template.body), **self.blanks)


def _fill(text: str, **blanks: str) -> str:
    return string.Template(text).substitute(blanks)


def _hint(neutral: str) -> str:
    return neutral.replace("list[any]", "list")


@functools.cache
def _indented(body: str) -> str:
    return textwrap.indent(inspect.cleandoc(body), "    ") + "\n"
