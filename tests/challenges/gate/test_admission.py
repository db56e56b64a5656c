import dataclasses
from collections.abc import Iterable, Mapping, Sequence

import pytest

from codeeval_gym.challenges import admit, require_admitted, trivial_programs
from codeeval_gym.errors import ChallengeError, SandboxError
from codeeval_gym.types import (
    Challenge,
    Evaluation,
    StdioTest,
    TestReport,
    TestResult,
    Verdict,
)


class FakeEngine:
    """Accepts the programs that contain one of the given texts, and no other."""

    def __init__(self, *accepted: str) -> None:
        self.accepted = accepted

    def evaluate_batch(
        self,
        pairs: Sequence[tuple[Challenge, str]],
        *,
        language: str = "python",
        need: Iterable[str] = (),
        environment: Mapping[str, str] | None = None,
    ) -> list[Evaluation | SandboxError]:
        assert set(need) == {"tests"}
        return [self.evaluate(challenge, program) for challenge, program in pairs]

    def evaluate(self, challenge: Challenge, program: str) -> Evaluation | SandboxError:
        accepted = any(text in program for text in self.accepted)
        verdict = Verdict.ACCEPTED if accepted else Verdict.WRONG_ANSWER
        error = None if accepted else "expected 2, got 3"
        results = tuple(
            TestResult(f"hidden/{at}", False, verdict, error=error)
            for at in range(len(challenge.tests))
        )
        return Evaluation(challenge.id, "python", program, verdict, tests=TestReport(results))


def sentences(challenge: Challenge, engine: FakeEngine) -> list[str]:
    return list(map(str, admit(challenge, engine).reasons))


class BrokenEngine(FakeEngine):
    """Its sandbox fails."""

    def evaluate(self, challenge: Challenge, program: str) -> Evaluation | SandboxError:
        return SandboxError("the worker died twice")


def test_a_challenge_that_only_its_reference_passes_is_admitted(doubling: Challenge) -> None:
    engine = FakeEngine("return n * 2")
    assert admit(doubling, engine).admitted
    assert require_admitted(doubling, engine) is doubling


def test_a_reference_that_fails_is_named_with_its_test(doubling: Challenge) -> None:
    reason = "Its python reference fails: test hidden/0, wrong_answer, expected 2, got 3."
    (found,) = admit(doubling, FakeEngine()).reasons
    assert (str(found), found.kind, found.language) == (reason, "failing_reference", "python")


@pytest.mark.parametrize(
    ("accepted", "name"),
    [
        ("raise NotImplementedError", "stub"),
        ("os._exit(0)", "exit-0 on load"),
        ("sys.exit(0)", "exit-0 in the call"),
        ("return args[0]", "echo"),
        ("return Equal()", "always-equal object"),
        ("return None\n", "constant None"),
        ("return 0\n", "constant 0"),
        ("return ''\n", "constant ''"),
        ("return []\n", "constant []"),
        ("return True\n", "constant True"),
        ("return False\n", "constant False"),
        ("return 2\n", "constant 2"),
    ],
)
def test_a_program_without_merit_that_passes_is_named(
    doubling: Challenge, accepted: str, name: str
) -> None:
    with pytest.raises(ChallengeError, match=r"'tests/double' is refused: A program without"):
        require_admitted(doubling, FakeEngine("return n * 2", accepted))
    reasons = sentences(doubling, FakeEngine("return n * 2", accepted))
    assert f"A program without merit passes: {name}." in reasons


def test_when_everything_passes_every_program_is_named(doubling: Challenge) -> None:
    reasons = sentences(doubling, FakeEngine(""))
    assert len(reasons) == len(trivial_programs(doubling)) == 13
    assert "A program without merit passes: empty." in reasons


def test_without_tests_or_reference_nothing_is_admitted(doubling: Challenge) -> None:
    bare = dataclasses.replace(doubling, references={}, public_tests=(), hidden_tests=())
    assert sentences(bare, FakeEngine()) == ["It has no tests.", "It has no reference."]


def test_a_sandbox_that_fails_says_nothing_about_the_challenge(doubling: Challenge) -> None:
    with pytest.raises(SandboxError, match="died twice"):
        admit(doubling, BrokenEngine())


def test_a_program_that_prints_is_tried_with_its_first_output(doubling: Challenge) -> None:
    printing = dataclasses.replace(
        doubling,
        signature=None,
        public_tests=(StdioTest("3\n", "it's 6\n"),),
        hidden_tests=(),
        references={"python": "print('it is', 2 * int(input()))"},
    )
    engine = FakeEngine("2 * int(input())", """print("it's 6\\n", end='')""")
    assert sentences(printing, engine) == ["A program without merit passes: constant output."]
