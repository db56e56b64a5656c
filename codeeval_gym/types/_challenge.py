"""A challenge: the statement, its signature, its tests and its references."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from codeeval_gym.types._limits import Limits
from codeeval_gym.values import Plain

__all__ = [
    "CallTest",
    "Challenge",
    "Compare",
    "Param",
    "Rights",
    "ScriptTest",
    "Signature",
    "StdioTest",
    "Test",
]


@dataclass(frozen=True)
class Compare:
    """How an answer is compared with what was expected. Values are data, never rules of their own.

    Raises:
        ValueError: If a tolerance is negative or not finite.
    """

    kind: str = "equal"
    """``equal`` (as Python's ``==``: ``1 == 1.0 == True``), ``strict`` (types must agree too),
    ``close`` (as ``equal``, floats within the tolerances), ``unordered`` (a list in any order, its
    items ``strict``), or, for text, ``tokens`` and ``lines``."""
    rtol: float = 0.0
    """Relative tolerance, for ``close``."""
    atol: float = 0.0
    """Absolute tolerance, for ``close``."""

    def __post_init__(self) -> None:
        if not (0 <= self.rtol < math.inf and 0 <= self.atol < math.inf):
            raise ValueError(f"Tolerances must be finite and not negative: {self}.")


@dataclass(frozen=True)
class CallTest:
    """Call the challenge's function with these arguments and compare what it returns."""

    args: tuple[Plain, ...]
    """Positional arguments."""
    expected: Plain
    """The right answer; never enters a jail."""
    compare: Compare = field(default_factory=lambda: Compare("strict"))
    """How the two are compared."""
    origin: str = ""
    """Where the test comes from: ``upstream``, ``hand``, ``unit_test``, ``doctest``, ``recorded``,
    ``differential``, ``openapi`` …; empty where nobody said."""


@dataclass(frozen=True)
class StdioTest:
    """Run the program with this text on standard input and compare what it prints."""

    stdin: str
    """Text on standard input."""
    stdout: str
    """The right output; never enters a jail."""
    compare: Compare = field(default_factory=lambda: Compare("lines"))
    """How the two are compared. ``lines`` ignores space at line ends and final empty lines."""
    origin: str = ""
    """Where the test comes from: ``upstream``, ``hand``, ``unit_test``, ``doctest``, ``recorded``,
    ``differential``, ``openapi`` …; empty where nobody said."""


@dataclass(frozen=True)
class ScriptTest:
    """Test code that calls the program by message, from a jail of its own."""

    code: str
    """Defines ``check(candidate)``, which raises unless the candidate is right."""
    language: str = "python"
    """The language of ``code``."""
    origin: str = ""
    """Where the test comes from: ``upstream``, ``hand``, ``unit_test``, ``doctest``, ``recorded``,
    ``differential``, ``openapi`` …; empty where nobody said."""


Test = CallTest | StdioTest | ScriptTest


@dataclass(frozen=True)
class Param:
    """A parameter of a signature."""

    name: str
    """Its name."""
    type: str
    """Language-neutral type: ``int``, ``float``, ``str``, ``bool``, ``list[T]``, ``dict[K, V]``,
    ``tuple[A, B]``, ``optional[T]`` or ``any``."""


@dataclass(frozen=True)
class Signature:
    """The function a program must define."""

    name: str
    """Its name, a top-level function."""
    params: tuple[Param, ...]
    """Its parameters, in order."""
    returns: str
    """Language-neutral type of what it returns."""


@dataclass(frozen=True)
class Rights:
    """What may be done with a challenge. Unknown means no."""

    train_allowed: bool | None = None
    """May a policy be trained on it? A trainer refuses a challenge unless this is ``True``."""
    redistribute: bool | None = None
    """May it be handed on?"""


@dataclass(frozen=True)
class Challenge:
    """One problem. Data only; what is done with it lives in ``challenges`` and the engine.

    Raises:
        ValueError: If the id is not ``collection/name``, the tier not 1 to 5, or a call test has
            no signature to call.
    """

    id: str
    """``collection/name``; benchmarks keep the upstream number, e.g. ``humaneval/0``."""
    title: str
    """A few words."""
    prompt: str
    """What the policy is shown."""
    category: str
    """E.g. ``strings``."""
    tier: int
    """1 (easiest) to 5."""
    languages: tuple[str, ...] = ("python",)
    """Languages it can be solved in."""
    signature: Signature | None = None
    """The function to write; ``None`` for a program that reads and prints."""
    public_tests: tuple[Test, ...] = ()
    """Tests whose outcome may be shown to the policy."""
    hidden_tests: tuple[Test, ...] = ()
    """Tests that only the judge sees."""
    references: Mapping[str, str] = field(default_factory=dict)
    """Language to a right program; only the judge sees it."""
    starter: Mapping[str, str] = field(default_factory=dict)
    """Language to the text a program may continue, e.g. the ``def`` line and docstring."""
    context: str = ""
    """Documents that belong to the statement, e.g. API notes."""
    limits: Limits | None = None
    """Limits of its own; ``None`` means the engine's."""
    requirements: tuple[str, ...] = ()
    """Distributions a program may import beside the standard library."""
    source: str = ""
    """Where it comes from: upstream and edition, or generator and seed."""
    licence: str = "unknown"
    """SPDX identifier."""
    rights: Rights = field(default_factory=Rights)
    """What that licence, or its owner, allows."""
    family: str = ""
    """What the same task in other languages or wordings shares; empty if it stands alone."""
    cluster: str = ""
    """What near duplicates share, so that no split parts them; empty if there are none known."""

    def __post_init__(self) -> None:
        collection, _, name = self.id.partition("/")
        if not collection or not name:
            raise ValueError(f"A challenge id is 'collection/name', not {self.id!r}.")
        if self.tier not in (1, 2, 3, 4, 5):
            raise ValueError(f"Challenge {self.id!r}: tier must be 1 to 5, not {self.tier!r}.")
        needs_function = any(not isinstance(test, StdioTest) for test in self.tests)
        if needs_function and self.signature is None:
            raise ValueError(f"Challenge {self.id!r} has tests that call, and no signature.")

    @property
    def tests(self) -> tuple[Test, ...]:
        """All tests, the public ones first."""
        return self.public_tests + self.hidden_tests

    def public_view(self) -> "Challenge":
        """This challenge without hidden tests and references: all that a policy may see."""
        return replace(self, hidden_tests=(), references={})
