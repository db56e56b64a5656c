"""A family of challenges: one task, drawn in many wordings, names, constants and tests."""

import functools
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from codeeval_gym.challenges.families._bodies import LANGUAGES, body
from codeeval_gym.challenges.families._kinds import pick
from codeeval_gym.challenges.families._template import SPLITS, Template, Wording, split_of
from codeeval_gym.challenges.families._tests import draw_tests
from codeeval_gym.challenges.signatures import languages_of, starter
from codeeval_gym.types import CallTest, Challenge, Param, Rights, Signature

__all__ = ["Draft", "Family"]


@dataclass(frozen=True)
class Draft:
    """What one draw gives: a challenge without id and source."""

    prompt: str
    """The whole statement, the ``def`` line last."""
    starter: str
    """The ``def`` line with its line end."""
    reference: str
    """A right program; begins with ``starter``."""
    signature: Signature
    """The function to write."""
    public_tests: tuple[CallTest, ...]
    """Three tests."""
    hidden_tests: tuple[CallTest, ...]
    """Six tests."""
    starters: Mapping[str, str]
    """Language to the text up to the function's body, without documentation."""
    references: Mapping[str, str]
    """Language to a right program."""


@dataclass(frozen=True)
class Family:
    """A named family of challenges."""

    name: str
    """Unique; words joined by hyphens."""
    category: str
    """E.g. ``strings``."""
    tier: int
    """1 (easiest) to 5."""
    templates: tuple[Template, ...]
    """One, or several closely related ones that are drawn with equal chances."""

    @property
    def splits(self) -> tuple[str, ...]:
        """Splits it occurs in."""
        return tuple(s for s in SPLITS if any(s in item.splits for item in self.templates))

    @functools.cached_property
    def languages(self) -> tuple[str, ...]:
        """Languages that every draw can be solved in, Python first."""
        sayable = set(LANGUAGES).intersection(
            *(languages_of(signature) for item in self.templates for signature in _signatures(item))
        )
        return "python", *(name for name in LANGUAGES if name in sayable and self._has(name))

    def _has(self, language: str) -> bool:
        return all(body(language, self.name, item.steps) is not None for item in self.templates)

    def _body(self, language: str, template: Template) -> str:
        found = body(language, self.name, template.steps)
        assert found is not None  # or it would not be one of our languages
        return found

    def draw(self, rng: Generator, split: str = "train") -> Draft:
        """Draw wording, names, constants and tests.

        Args:
            rng: The only source of chance.
            split: One of :attr:`splits`. A prompt belongs to one split only.

        Raises:
            ValueError: If the family does not occur in ``split``.
        """
        if split not in self.splits:
            raise ValueError(
                f"Family {self.name!r} occurs in {', '.join(self.splits)} only, not in {split!r}."
            )
        template = pick(rng, [item for item in self.templates if split in item.splits])
        wording = Wording.draw(template, rng)
        while len(template.splits) > 1 and split_of(wording.prompt) != split:
            wording = Wording.draw(template, rng)
        public, hidden = draw_tests(template, wording.constants, rng)
        bodies = {name: self._body(name, template) for name in self.languages[1:]}
        starters = {name: starter(wording.signature, name) for name in bodies}
        references = {
            name: wording.reference_in(name, starters[name], text) for name, text in bodies.items()
        }
        return Draft(
            wording.prompt,
            wording.starter,
            wording.reference,
            wording.signature,
            public,
            hidden,
            {"python": wording.starter, **starters},
            {"python": wording.reference, **references},
        )

    def challenge(self, split: str, number: int) -> Challenge:
        """Return draw ``number`` of ``split``, the same on every machine.

        Raises:
            ValueError: As :meth:`draw`.
        """
        seed = hashlib.sha256(f"{self.name}/{split}/{number}".encode()).digest()
        draft = self.draw(np.random.default_rng(int.from_bytes(seed[:16])), split)
        return Challenge(
            id=f"builtin/{self.name}-{number}",
            title=self.name.replace("-", " "),
            prompt=draft.prompt,
            category=self.category,
            tier=self.tier,
            languages=self.languages,
            signature=draft.signature,
            public_tests=draft.public_tests,
            hidden_tests=draft.hidden_tests,
            references=draft.references,
            starter=draft.starters,
            source=f"builtin family {self.name} seed {number}",
            licence="MIT",
            rights=Rights(train_allowed=True, redistribute=True),
            family=f"builtin/{self.name}",
        )


def _signatures(template: Template) -> Iterator[Signature]:
    """Signatures that together have every name that the template can draw."""
    for name in template.names:
        yield Signature(name, (), template.returns)
    for kind in template.params.values():
        for name in kind.names:
            yield Signature(template.names[0], (Param(name, kind.type),), template.returns)
