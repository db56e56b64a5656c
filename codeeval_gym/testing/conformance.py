"""Does a sandbox keep the contract: verdicts, isolation, order, errors and an end?"""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from codeeval_gym.errors import SandboxError
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.testing import _contract, cheats, honest
from codeeval_gym.testing._check import CheckError
from codeeval_gym.testing._judged import cheat_faults, honest_faults
from codeeval_gym.testing.cheats import Cheat
from codeeval_gym.testing.honest import HonestProgram

__all__ = ["Report", "check_sandbox"]

Progress = Callable[[str], None]
"""Told the name of each check before it is made."""


@dataclass(frozen=True)
class Report:
    """What was checked. There is one only if everything held."""

    backend: str
    """The sandbox's name for itself."""
    languages: tuple[str, ...]
    """The languages whose programs were tried."""
    honest: int
    """Honest programs that were given their right verdict."""
    cheats: int
    """Cheats that earned nothing and left nothing behind."""
    contracts: int
    """Other promises of the seam that were kept."""
    seconds: float
    """How long it took."""

    def __str__(self) -> str:
        return (
            f"{self.backend}: {self.honest} honest programs passed, {self.cheats} cheats earned "
            f"nothing and {self.contracts} promises were kept, in {', '.join(self.languages)} "
            f"({self.seconds:.0f} s)."
        )


def check_sandbox(
    sandbox: Sandbox,
    *,
    languages: Iterable[str] | None = None,
    skip: Iterable[str] = (),
    progress: Progress | None = None,
) -> Report:
    """Check a sandbox on the honest and the hostile programs of this package, and close it.

    Checked are the outcome and the answers of every honest program; that no cheat earns a test
    whose answer it was not shown, that each gets a verdict that is right for it and is shown
    nothing of the machine; that an honest program passes after every cheat; and what else
    :class:`~codeeval_gym.sandboxes.Sandbox` promises: order, errors for jobs that cannot be,
    answers that are kept apart between threads, bounded output, and :meth:`Sandbox.close`.

    Args:
        sandbox: The sandbox; closed at the end.
        languages: Whose programs to try; ``None`` means every language it has.
        skip: Ids of programs to leave out, each of which you can justify.
        progress: Called with the name of each check before it is made.

    Raises:
        CheckError: If anything fails; its message has every failure.
        UnknownNameError: If the sandbox does not have a language asked for.
    """
    chosen = _contract.chosen_languages(sandbox, languages)
    left_out = frozenset(skip)
    started = time.monotonic()
    attempts = [item for item in cheats.load(None) if item.language in chosen]
    programs = [item for item in honest.load(None) if item.language in chosen]
    attempts = [item for item in attempts if item.id not in left_out]
    programs = [item for item in programs if item.id not in left_out]
    promises = _contract.promises(sandbox, chosen)
    tell = progress or (lambda name: None)
    faults = list(_honest(sandbox, programs, tell))
    faults += _hostile(sandbox, attempts, tell)
    faults += _promised(promises, tell)
    if faults:
        listed = "\n".join(f"  {fault}" for fault in faults)
        raise CheckError(f"{len(faults)} checks of this sandbox failed:\n{listed}")
    taken = time.monotonic() - started
    backend = sandbox.capabilities.backend
    return Report(backend, chosen, len(programs), len(attempts), len(promises), taken)


def _honest(sandbox: Sandbox, programs: list[HonestProgram], tell: Progress) -> Iterator[str]:
    for program in programs:
        tell(program.id)
        try:
            yield from honest_faults(sandbox, program)
        except (SandboxError, ValueError) as error:
            yield f"{program.id}: {type(error).__name__}: {error}"


def _hostile(sandbox: Sandbox, attempts: list[Cheat], tell: Progress) -> Iterator[str]:
    # The cache would answer for the sandbox where a program comes again.
    engine = EvaluationEngine(sandbox, cache_size=0)
    for cheat in attempts:
        tell(cheat.id)
        for _ in range(2 if cheat.twice else 1):
            try:
                yield from cheat_faults(engine, cheat)
            except (SandboxError, ValueError) as error:
                yield f"{cheat.id}: {type(error).__name__}: {error}"


def _promised(promises: list[_contract.Promise], tell: Progress) -> Iterator[str]:
    for promise in promises:
        tell(promise.title)
        try:
            fault = promise.check()
        except Exception as error:
            fault = f"{type(error).__name__}: {error}"
        if fault is not None:
            yield f"{promise.title}: {fault}"
