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
    "Scaling",
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
    ``loose`` (as JavaScript's ``==``: as ``equal``, and a text equals the number that it spells),
    ``close`` (as ``equal``, floats within the tolerances), ``unordered`` (a list in any order, its
    items ``strict``), ``set`` (a list, tuple or set: neither order, number nor its type counts, its
    items ``equal``), ``json`` (as ``close``, both as JSON would hold them: a tuple is a list, a key
    text), ``any_of`` (``expected`` lists the right answers, each as ``json``), or ``root``
    (``expected`` lists the coefficients of a polynomial, the lowest first: right is a number at
    which it is at most ``atol`` from zero).

    For text: ``tokens`` (split at white space), ``lines`` (less white space at line ends and empty
    lines at the end), or ``numbers`` (each line's tokens, those that are numbers by value, within
    the tolerances unless both are written as integers).

    ``raises``: a call is right if it raises. ``expected`` names the class, lists several (each
    language has its own), or is ``None`` where any will do. Names are compared without module or
    namespace and exactly: no class stands for those derived from it. The program's process says
    what it raised. A program that says so without raising gains nothing: the name is its answer,
    and it has to know for which arguments it is the right one. A program that ended, or did not
    load, or lacks the function, raised nothing, nor did one that returned such a name."""
    rtol: float = 0.0
    """Relative tolerance, where there is one."""
    atol: float = 0.0
    """Absolute tolerance, where there is one."""

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
class Scaling:
    """How a program's running time is measured as its input grows.

    Raises:
        ValueError: If the sizes are not positive and growing.
    """

    generator: str
    """Python source of ``arguments(size, seed) -> list``, a call's arguments; runs in a sandbox."""
    sizes: tuple[int, ...]
    """Sizes to measure, from small to large."""
    slower: Mapping[str, str] = field(default_factory=dict)
    """Language to a right program that is slower by more than a constant."""

    def __post_init__(self) -> None:
        if any(size <= low for low, size in zip((0, *self.sizes), self.sizes, strict=False)):
            raise ValueError(f"Sizes must be positive and growing, not {self.sizes}.")


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
    adapter: Mapping[str, str] = field(default_factory=dict)
    """Language to text that is put below every program, so that tests can call it: a function that
    calls a method, say. It runs in the program's process and is trusted with nothing."""
    defects: tuple[str, ...] = ()
    """What is known to be wrong with it upstream and could not be repaired, a sentence each."""
    scaling: Scaling | None = None
    """How efficiency is measured; ``None`` if only the tests' own inputs are known."""
    stops: tuple[str, ...] = ()
    """Texts at the first of which what continues the starter ends; what follows is left out."""
    previous: Mapping[str, str] = field(default_factory=dict)
    """Language to a wrong program that is to be repaired; the policy is shown it."""

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
        """All that a policy may see: no hidden tests, no references, nor where they are found."""
        return replace(
            self,
            hidden_tests=(),
            references={},
            scaling=None,
            source="",
            defects=(),
            adapter={},  # it may set up what hidden tests call with
        )
