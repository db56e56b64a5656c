"""External analysers for a batch of texts: which there are, and what they say of each."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from codeeval_gym.errors import ConfigError, LanguageUnavailable, SandboxError, UnknownNameError
from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.sandboxes.analysers import ExternalTool, Opinion, analysers
from codeeval_gym.types import Outcome, Run
from codeeval_gym.values import PlainDataError

__all__ = ["ExternalTools"]


class ExternalTools:
    """The external analysers that somebody asked for, run in a sandbox. Thread-safe.

    Args:
        chosen: Names of :data:`codeeval_gym.sandboxes.analysers.analysers`, or ``"auto"`` for all
            that this machine has.
        sandbox: Where they run; ``None`` will do if there are none to run.

    Raises:
        ConfigError: If one that was named is not there; says how to get it.
        SandboxError: If the sandbox fails to find out.
        UnknownNameError: If there is no tool of a name.
    """

    def __init__(self, chosen: tuple[str, ...] | str, sandbox: Sandbox | None) -> None:
        self._tools: list[ExternalTool] = []
        self._described: dict[str, list[str]] = {}
        names: Iterable[str] = analysers if chosen == "auto" else sorted(set(chosen))
        for name in names:
            tool = analysers[name]()
            version = _version(tool, sandbox, is_optional=chosen == "auto")
            if version is not None:
                self._tools.append(tool)
            said = f"no {name}" if version is None else _fingerprint(tool, version)
            self._described.setdefault(tool.reads, []).append(said)
        self._sandbox = sandbox

    def judge_style(self, language: str) -> bool:
        """True when one of them has an opinion on this language's style."""
        return any(tool.judges_style for tool in self._tools if tool.reads == language)

    def toolset(self, language: str) -> str:
        """What reads this language and what of it is missing; empty if nothing was asked for."""
        return ", ".join(self._described.get(language, ()))

    def opinions(self, texts: Sequence[str], language: str) -> list[Opinion | None]:
        """What all of them together say.

        Args:
            texts: Programs.
            language: Their language.

        Returns:
            One opinion for each text, in order; ``None`` where one of them did not get through.

        Raises:
            SandboxError: If the sandbox failed, or a tool does not even get through a sample.
        """
        merged: list[Opinion | None] = [Opinion() for _ in texts]
        for tool in self._tools:
            if tool.reads == language and texts:
                said = self._ask(tool, texts)
                merged = [_both(*pair) for pair in zip(merged, said, strict=True)]
        return merged

    def _ask(self, tool: ExternalTool, texts: Sequence[str]) -> list[Opinion | None]:
        """Ask in groups; of a group that failed, each text alone: one pays, and no other."""
        starts = range(0, len(texts), tool.together)
        groups = [texts[start : start + tool.together] for start in starts]
        answers = self._run(tool, groups)
        alone = [
            text
            for group, answer in zip(groups, answers, strict=True)
            if answer is None and len(group) > 1
            for text in group
        ]
        retried = iter(self._run(tool, [[text] for text in alone]))
        said: list[Opinion | None] = []
        for group, answer in zip(groups, answers, strict=True):
            if answer is not None:
                said += answer
            elif len(group) == 1:
                said.append(None)
            else:
                said += [one[0] if (one := next(retried)) is not None else None for _ in group]
        if None in said and self._run(tool, [[tool.sample]])[0] is None:
            raise SandboxError(f"The analyser {tool.name} does not work in this sandbox.")
        return said

    def _run(
        self, tool: ExternalTool, groups: Sequence[Sequence[str]]
    ) -> list[list[Opinion] | None]:
        if not groups:
            return []
        assert self._sandbox is not None
        answers: list[list[Opinion] | None] = []
        done = self._sandbox.run_batch([tool.job(group) for group in groups])
        for group, runs in zip(groups, done, strict=True):
            if isinstance(runs, SandboxError):
                raise runs
            answers.append(_read(tool, runs[0], len(group)))
        return answers


def _version(tool: ExternalTool, sandbox: Sandbox | None, *, is_optional: bool) -> str | None:
    """What the tool is here; ``None`` if it is not, and need not be."""
    try:
        if sandbox is None:
            raise ConfigError(f"The analyser {tool.name} reads hostile texts: it needs a sandbox.")
        try:
            return sandbox.toolset(tool.name)
        except UnknownNameError:
            backend = sandbox.capabilities.backend
            raise ConfigError(f"The sandbox {backend} runs no analyser {tool.name}.") from None
        except LanguageUnavailable as error:
            raise ConfigError(f"code_quality.external: {error}") from error
    except ConfigError:
        if is_optional:
            return None
        raise


def _fingerprint(tool: ExternalTool, version: str) -> str:
    """Name, version and rules, without the place where it lies: that is the machine's affair."""
    rules = sha256(tool.rules.encode()).hexdigest()[:8]
    return f"{version.rpartition(' (')[0] or version} with rules {rules}"


def _read(tool: ExternalTool, run: Run, count: int) -> list[Opinion] | None:
    """What a run said; ``None`` if the tool did not get through its texts."""
    if run.outcome not in (Outcome.FINISHED, Outcome.RUNTIME_ERROR) or run.exit_code is None:
        return None
    try:
        opinions = tool.read(run, count)
    except PlainDataError:
        return None
    return opinions if len(opinions) == count else None


def _both(one: Opinion | None, other: Opinion | None) -> Opinion | None:
    if one is None or other is None:
        return None
    return Opinion((*one.findings, *other.findings), one.valid and other.valid)
