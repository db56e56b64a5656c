"""Every error this project raises by name.

Three things are never mixed:

* The **program** failed: that is a :class:`~codeeval_gym.types.Verdict`, never an exception.
* The **sandbox** or the infrastructure failed: :class:`SandboxError`, never a reward.
* The **caller** is wrong: the ``ValueError`` and ``TypeError`` family, saying what was expected,
  what came and what to do.

    CodeEvalError
     ├── SandboxError                 ours to mend; the program is not judged
     │    └── SandboxUnavailable      this machine cannot isolate; says what is missing
     │         └── LanguageUnavailable  it has no toolchain for a language; names the package
     │              └── ToolUnavailable  it lacks an external analyser; names the package
     ├── RewardError                  a reward term broke its contract; never paid as 0
     ├── EndpointError                a model behind a URL failed, or cannot be reached
     ├── TrainingError                a check inside a trainer found that it would train on noise
     ├── UnknownNameError             (ValueError) no such challenge, term, sandbox …; suggests one
     ├── ChallengeError               (ValueError) a challenge that must not be used, and why
     └── ConfigError                  (ValueError) a setting that cannot be, and where it stands
"""

import difflib
from collections.abc import Iterable

__all__ = [
    "ChallengeError",
    "CodeEvalError",
    "ConfigError",
    "EndpointError",
    "LanguageUnavailable",
    "RewardError",
    "SandboxError",
    "SandboxUnavailable",
    "ToolUnavailable",
    "TrainingError",
    "UnknownNameError",
]


class CodeEvalError(Exception):
    """Base of every error this project raises by name."""


class SandboxError(CodeEvalError):
    """The sandbox failed, not the program. Never turned into a verdict or a reward."""


class SandboxUnavailable(SandboxError):
    """This machine cannot give the isolation asked for.

    Args:
        backend: The backend's name.
        missing: What is missing, one sentence.
        remedy: How to get it, one sentence.
    """

    def __init__(self, backend: str, missing: str, remedy: str) -> None:
        super().__init__(backend, missing, remedy)  # all three, so that it can be pickled
        self.backend = backend
        self.missing = missing
        self.remedy = remedy

    def __str__(self) -> str:
        return f"The {self.backend} sandbox cannot run here: {self.missing} {self.remedy}"


class LanguageUnavailable(SandboxUnavailable):
    """This machine has no toolchain for a language.

    Args:
        language: The language's name.
        missing: What is missing, one sentence.
        remedy: How to get it, one sentence.
    """

    def __init__(self, language: str, missing: str, remedy: str) -> None:
        super().__init__(language, missing, remedy)
        self.language = language

    def __str__(self) -> str:
        return f"Programs in {self.language} cannot run here: {self.missing} {self.remedy}"


class ToolUnavailable(LanguageUnavailable):
    """This machine lacks an external analyser.

    Args:
        tool: The analyser's name.
        missing: What is missing, one sentence.
        remedy: How to get it, one sentence.
    """

    def __init__(self, tool: str, missing: str, remedy: str) -> None:
        super().__init__(tool, missing, remedy)
        self.tool = tool

    def __str__(self) -> str:
        return f"The analyser {self.tool} cannot run here: {self.missing} {self.remedy}"


class RewardError(CodeEvalError):
    """A reward term raised, or gave something other than ``None`` or a number from 0 to 1.

    Args:
        message: What happened.
        term: The term's name in its model.
        evaluation: The :class:`~codeeval_gym.types.Evaluation` that it was asked about; ``None``
            where there is none.
    """

    def __init__(self, message: str, term: str = "", evaluation: object = None) -> None:
        super().__init__(message, term, evaluation)  # all three, so that it can be pickled
        self.message = message
        self.term = term
        self.evaluation = evaluation

    def __str__(self) -> str:
        return self.message


class EndpointError(CodeEvalError):
    """A model behind a URL failed, or could not be reached; no program was written."""


class TrainingError(CodeEvalError):
    """A run-time check of a trainer failed; going on would train on noise."""


class UnknownNameError(CodeEvalError, ValueError):
    """A name that nothing is registered under.

    Args:
        kind: What was looked up, e.g. ``"reward term"``.
        name: The name that was asked for.
        known: The names there are.
    """

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.known = tuple(sorted(known))
        super().__init__(kind, name, self.known)
        near = difflib.get_close_matches(name, self.known, n=1, cutoff=0.5)
        self.kind = kind
        self.name = name
        self.suggestion = near[0] if near else None

    def __str__(self) -> str:
        hint = f" Did you mean {self.suggestion!r}?" if self.suggestion else ""
        shown = ", ".join(self.known[:12]) + (", …" if len(self.known) > 12 else "")
        return f"There is no {self.kind} {self.name!r}.{hint} Known: {shown or 'none'}."


class ChallengeError(CodeEvalError, ValueError):
    """A challenge that must not be used, with the reason.

    Args:
        challenge_id: The challenge's id.
        reason: What is wrong with it.
    """

    def __init__(self, challenge_id: str, reason: str) -> None:
        super().__init__(challenge_id, reason)
        self.challenge_id = challenge_id
        self.reason = reason

    def __str__(self) -> str:
        return f"Challenge {self.challenge_id!r} is refused: {self.reason}"


class ConfigError(CodeEvalError, ValueError):
    """A configuration value that cannot be; the message names its place."""
