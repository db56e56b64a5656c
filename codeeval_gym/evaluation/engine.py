"""The judge: executes a program once, in a sandbox, and writes down all that was found."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from codeeval_gym.errors import SandboxError, UnknownNameError
from codeeval_gym.evaluation import judging
from codeeval_gym.evaluation.cache import EvaluationCache, Same
from codeeval_gym.evaluation.config import limits_from_config, quality_from_config
from codeeval_gym.evaluation.efficiency import EfficiencyMeter
from codeeval_gym.evaluation.judging import Plan
from codeeval_gym.evaluation.programs import too_long
from codeeval_gym.evaluation.quality import QualityAnalyser, QualitySettings
from codeeval_gym.evaluation.syntax import LANGUAGES, last_function
from codeeval_gym.evaluation.tasks import TOO_LONG, Task, refused, syntax_report, task_for
from codeeval_gym.sandboxes import Sandbox, make
from codeeval_gym.types import (
    Challenge,
    EfficiencyReport,
    Evaluation,
    ExecutionReport,
    Limits,
    QualityReport,
    Run,
    SyntaxReport,
    Test,
    TestReport,
    Verdict,
)

__all__ = ["DEFAULT_PARTS", "PARTS", "EvaluationEngine"]

PARTS = frozenset({"syntax", "execution", "tests", "quality", "efficiency"})
"""Parts of an evaluation that this version computes."""
DEFAULT_PARTS = frozenset({"syntax", "execution", "tests"})
"""Parts that need nothing but the sandbox."""

_TASKS_KEPT = 2048
"""Tasks that are not put together again. Each keeps its challenge in memory."""


class EvaluationEngine:
    """Judges programs. Thread-safe; a context manager.

    Args:
        sandbox: A backend's name, or a sandbox; one that was passed in stays open at
            :meth:`close`.
        limits: For programs whose challenge has none of its own; ``None`` means the
            configuration's, else ``Limits()``.
        quality: What the analysers look for; ``None`` means the configuration's, else
            ``QualitySettings()``.
        config: An ``eval_config.yaml`` to take limits and the section ``code_quality`` from.
        cache_size: Evaluations kept, so that identical work is done once. 0 keeps none.

    Raises:
        SandboxUnavailable: If this machine cannot isolate.
        ConfigError: If the configuration cannot be used, or names an external analyser that is not
            there.
        UnknownNameError: If there is no such backend.
    """

    def __init__(
        self,
        sandbox: str | Sandbox = "nsjail",
        limits: Limits | None = None,
        *,
        quality: QualitySettings | None = None,
        config: str | Path | None = None,
        cache_size: int = 20_000,
    ) -> None:
        if limits is None:
            limits = Limits() if config is None else limits_from_config(config)
        self.limits = limits
        if quality is None and config is not None:
            quality = quality_from_config(config)
        self._owned = isinstance(sandbox, str)
        self.sandbox = make(sandbox) if isinstance(sandbox, str) else sandbox
        try:
            self._analyser = QualityAnalyser(quality, self.sandbox)
        except BaseException:
            if self._owned:
                self.sandbox.close()
            raise
        self._meter = EfficiencyMeter(self.sandbox)
        self.cache = EvaluationCache(cache_size)
        self._keyed = lru_cache(min(cache_size, _TASKS_KEPT))(self._task_and_key)

    def evaluate_syntax(self, code: str, language: str = "python") -> SyntaxReport:
        """Say whether ``code`` compiles (in a jail), and how far from a program it is.

        Raises:
            SandboxError: If the sandbox failed.
            UnknownNameError: If the language is not known.
        """
        report = self._evaluate(self._bare(code, language, {"syntax"})).syntax
        assert report is not None
        return report

    def evaluate_execution(
        self, code: str, language: str = "python", stdin: str = ""
    ) -> ExecutionReport:
        """Run ``code`` as a script, once, and say how it ended.

        Args:
            code: The program.
            language: Its language.
            stdin: Text on its standard input.

        Raises:
            SandboxError: If the sandbox failed.
            UnknownNameError: If the language is not known.
        """
        report = self._evaluate(self._bare(code, language, {"execution"}, stdin=stdin)).execution
        assert report is not None
        return report

    def evaluate_test_cases(
        self,
        code: str,
        test_cases: Sequence[Test],
        language: str = "python",
        *,
        function: str | None = None,
    ) -> TestReport:
        """Judge ``code`` by these tests.

        Args:
            code: The program.
            test_cases: At least one.
            language: Its language.
            function: What :class:`~codeeval_gym.types.CallTest` and ``ScriptTest`` call; ``None``
                means the last function that ``code`` defines, or ``solution``.

        Raises:
            SandboxError: If the sandbox failed.
            ValueError: If there are no tests.
            UnknownNameError: If the language is not known.
            TypeError: If ``code`` is not a string.
        """
        task = self._tested(code, test_cases, language, function, frozenset({"tests"}))
        report = self._evaluate(task).tests
        assert report is not None
        return report

    def evaluate_code_quality(self, code: str, language: str = "python") -> QualityReport:
        """Say what analysers find in ``code``, without executing it.

        Args:
            code: The program.
            language: Its language.

        Raises:
            SandboxError: If the analysers' process was killed, or does not answer.
            UnknownNameError: If the language is not known.
            TypeError: If ``code`` is not a string.
        """
        _check_call(code, language, ())
        return self._analyser.analyse([code], language)[0]

    def evaluate_efficiency(
        self,
        code: str,
        test_cases: Sequence[Test] | Challenge,
        language: str = "python",
        *,
        function: str | None = None,
    ) -> EfficiencyReport:
        """Say what ``code`` costs, against the references of a challenge, and how that grows.

        Args:
            code: The program.
            test_cases: A challenge; or at least one test, which says what the program costs, but
                has nothing to compare it with.
            language: Its language.
            function: As for :meth:`evaluate_test_cases`; a challenge has its own.

        Raises:
            SandboxError: If the sandbox failed.
            ValueError: If there are no tests.
            UnknownNameError: If the language is not known.
            TypeError: If ``code`` is not a string.
        """
        need = frozenset({"efficiency"})
        if isinstance(test_cases, Challenge):
            task = replace(self._asked(test_cases, code, language, need)[1], growth=True)
        else:
            task = self._tested(code, test_cases, language, function, need)
        report = self._evaluate(task).efficiency
        assert report is not None
        return report

    def evaluate(
        self,
        challenge: Challenge,
        program: str,
        language: str = "python",
        need: Iterable[str] = DEFAULT_PARTS,
    ) -> Evaluation:
        """Judge a program against a challenge.

        Args:
            challenge: With tests and, for tests that call, a signature.
            program: The agent's text. Where it does not define the entry point it continues the
                challenge's starter.
            language: Its language.
            need: Parts to compute, of :data:`PARTS`.

        Raises:
            SandboxError: If the sandbox failed: the program is not judged.
            UnknownNameError: If a part or the language is not known.
            TypeError: If ``program`` is not a string.
        """
        result = self.evaluate_batch(
            [(challenge, program)], language=language, need=need, on_error="raise"
        )[0]
        assert isinstance(result, Evaluation)
        return result

    def evaluate_batch(
        self,
        pairs: Sequence[tuple[Challenge, str]],
        *,
        language: str = "python",
        need: Iterable[str] = DEFAULT_PARTS,
        on_error: Literal["raise", "return"] = "raise",
        environment: Mapping[str, str] | None = None,
    ) -> list[Evaluation | SandboxError]:
        """Judge many programs, as many at one time as the sandbox has workers.

        Args:
            pairs: Challenges and programs.
            language: The programs' language.
            need: As for :meth:`evaluate`.
            on_error: ``return`` puts a :class:`SandboxError` in the place of a program that could
                not be judged; ``raise`` raises the first.
            environment: Variables that the programs see beside the few fixed ones. With another
                ``PYTHONHASHSEED``, sets of text have another order in Python. What was judged with
                other variables is judged again.

        Returns:
            One evaluation for each pair, in order.

        Raises:
            SandboxError: As :meth:`evaluate`, unless ``on_error`` is ``return``.
            UnknownNameError: As :meth:`evaluate`.
            TypeError: As :meth:`evaluate`.
        """
        need = frozenset(need)
        variables = dict(environment or {})
        asked = [self._asked(challenge, text, language, need) for challenge, text in pairs]
        if variables:
            changed = [replace(task, environment=variables) for _, task in asked]
            asked = [(self._key(task), task) for task in changed]
        results = self._evaluate_all(asked)
        if on_error == "raise":
            for result in results:
                if isinstance(result, SandboxError):
                    raise result
        return results

    def close(self) -> None:
        """Close what this engine started. A second call does nothing."""
        self._analyser.close()
        if self._owned:
            self.sandbox.close()

    def __deepcopy__(self, memo: object) -> Self:
        # Gymnasium copies the arguments of gym.make; an engine stays the one it is.
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _asked(
        self, challenge: Challenge, program: str, language: str, need: frozenset[str]
    ) -> tuple[str, Task]:
        """The task and its key, as they were put together when last asked for."""
        _check_call(program, language, need)
        return self._keyed(Same(challenge), program, language, need)

    def _task_and_key(
        self, same: Same, program: str, language: str, need: frozenset[str]
    ) -> tuple[str, Task]:
        task = task_for(same.challenge, program, language, need, self.limits)
        return self._key(task), task

    def _tested(
        self,
        code: str,
        tests: Sequence[Test],
        language: str,
        function: str | None,
        need: frozenset[str],
    ) -> Task:
        _check_call(code, language, need)
        if not tests:
            raise ValueError("Judging needs at least one test: nothing tested is nothing passed.")
        if function is None and not too_long(code):
            function = last_function(code, language)
        return self._bare(code, language, need, tests=tuple(tests), function=function or "solution")

    def _bare(
        self,
        code: str,
        language: str,
        need: Iterable[str],
        *,
        tests: tuple[Test, ...] = (),
        function: str | None = None,
        stdin: str = "",
    ) -> Task:
        _check_call(code, language, need)
        return Task(
            challenge_id="",
            language=language,
            program=code,
            tests=tests,
            public=len(tests),
            function=function,
            limits=self.limits,
            need=tuple(sorted(need)),
            stdin=stdin,
        )

    def _evaluate(self, task: Task) -> Evaluation:
        result = self._evaluate_all([(self._key(task), task)])[0]
        if isinstance(result, SandboxError):
            raise result
        return result

    def _evaluate_all(self, asked: Sequence[tuple[str, Task]]) -> list[Evaluation | SandboxError]:
        """Serve what is known, judge the rest, each distinct task once."""
        results: dict[str, Evaluation | SandboxError] = {}
        fresh: dict[str, Task] = {}
        for key, task in asked:
            known = self.cache.get(key)
            if known is not None:
                results[key] = known
            elif too_long(task.program):
                results[key] = self._refused(task)
            else:
                fresh[key] = task
        results.update(self._judge(fresh))
        return [results[key] for key, _ in asked]

    def _judge(self, tasks: dict[str, Task]) -> dict[str, Evaluation | SandboxError]:
        plans = {key: task.plan() for key, task in tasks.items()}
        jobs = [job for plan in plans.values() for job in plan.jobs]
        with ThreadPoolExecutor(1) as beside:  # analysing a text needs nothing of how it runs
            reports = beside.submit(self._reports, tasks) if _any_quality(tasks) else None
            done = iter(self.sandbox.run_batch(jobs) if jobs else [])
        results: dict[str, Evaluation | SandboxError] = {}
        for key, plan in plans.items():
            runs = [next(done) for _ in plan.jobs]
            error = next((item for item in runs if isinstance(item, SandboxError)), None)
            if error is not None:
                results[key] = error
                continue
            judged = [item for item in runs if not isinstance(item, SandboxError)]
            results[key] = self._record(tasks[key], plan, judged)
        for key, report in reports.result().items() if reports else ():
            result = results[key]
            if isinstance(report, SandboxError):
                results[key] = result if isinstance(result, SandboxError) else report
            elif isinstance(result, Evaluation):
                results[key] = replace(result, quality=report)
        self._add_efficiency(tasks, results)
        for key, result in results.items():
            if not isinstance(result, SandboxError):
                self.cache.put(key, result)
        return results

    def _reports(self, tasks: dict[str, Task]) -> dict[str, QualityReport | SandboxError]:
        """Have each language's programs analysed together: it costs little more than one."""
        keys: dict[str, list[str]] = {}
        for key, task in tasks.items():
            if "quality" in task.need:
                keys.setdefault(task.language, []).append(key)
        found: dict[str, QualityReport | SandboxError] = {}
        for language, asked in keys.items():
            try:
                reports = self._analyser.analyse([tasks[key].program for key in asked], language)
            except SandboxError as error:
                found.update(dict.fromkeys(asked, error))
            else:
                found.update(zip(asked, reports, strict=True))
        return found

    def _add_efficiency(
        self, tasks: dict[str, Task], results: dict[str, Evaluation | SandboxError]
    ) -> None:
        """Measure accepted programs one after the other, when nothing else of the batch runs."""
        for key, task in tasks.items():
            judged = results[key]
            if "efficiency" in task.need and not isinstance(judged, SandboxError):
                accepted = judged.verdict is Verdict.ACCEPTED
                try:
                    report = self._meter.report(task, accepted=accepted, usage=judged.usage)
                except SandboxError as error:
                    results[key] = error
                    continue
                results[key] = replace(judged, efficiency=report)

    def _record(self, task: Task, plan: Plan, runs: list[list[Run]]) -> Evaluation:
        execution = judging.execution_report(runs)
        tests = None
        if task.tested:
            tests = TestReport(())
            if task.tests:
                tests = judging.test_report(plan, runs, task.tests, task.public)
                execution = judging.execution_report(judging.as_asked(plan, runs, task.tests))
        return Evaluation(
            challenge_id=task.challenge_id,
            language=task.language,
            program=task.program,
            verdict=judging.verdict_of(execution, tests),
            syntax=syntax_report(task, runs[0][0]) if "syntax" in task.need else None,
            execution=execution if "execution" in task.need else None,
            tests=tests if "tests" in task.need else None,
            usage=judging.total_usage(runs),
            backend=self.sandbox.capabilities.backend,
            toolset=self.sandbox.toolset(task.language),
        )

    def _refused(self, task: Task) -> Evaluation:
        """A program over the size limit: judged without parsing or starting anything of it."""
        quality = efficiency = None
        if "quality" in task.need:
            quality = self._analyser.refused(TOO_LONG, task.language)
        if "efficiency" in task.need:
            efficiency = self._meter.refusal(task, TOO_LONG)
        return refused(task, quality, efficiency, self.sandbox.capabilities.backend)

    def _key(self, task: Task) -> str:
        capabilities = self.sandbox.capabilities
        backend = f"{capabilities.fingerprint}/{self.sandbox.toolset(task.language)}"
        if "quality" in task.need:
            backend += f"/{self._analyser.toolset(task.language)}"
        return hashlib.sha256(f"{task.content()}/{backend}".encode()).hexdigest()


def _any_quality(tasks: Mapping[str, Task]) -> bool:
    return any("quality" in task.need for task in tasks.values())


def _check_call(program: object, language: str, need: Iterable[str]) -> None:
    if not isinstance(program, str):
        raise TypeError(f"A program is a string, not {type(program).__name__}.")
    if language not in LANGUAGES:
        raise UnknownNameError("language", language, LANGUAGES)
    for part in need:
        if part not in PARTS:
            raise UnknownNameError("part of an evaluation", part, PARTS)
