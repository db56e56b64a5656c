"""Every program of the catalogue earns nothing, and leaves nothing behind."""

from dataclasses import replace
from pathlib import Path

import pytest

from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.testing import cheats
from codeeval_gym.testing.cheats import Cheat
from codeeval_gym.types import Evaluation, Verdict

CHEATS = cheats.load()
CANARY = Path("/tmp/owned")


@pytest.fixture(scope="module")
def engine(sandbox: Sandbox) -> EvaluationEngine:
    return EvaluationEngine(sandbox, cache_size=0)


def judge(engine: EvaluationEngine, cheat: Cheat) -> Evaluation:
    return engine.evaluate(replace(cheats.CHALLENGE, limits=cheat.limits), cheat.program)


@pytest.mark.parametrize("cheat", CHEATS, ids=lambda cheat: cheat.id)
def test_a_cheat_earns_nothing(engine: EvaluationEngine, cheat: Cheat) -> None:
    found = judge(engine, cheat)
    after = engine.evaluate(cheats.CHALLENGE, cheats.HONEST)

    assert found.verdict in cheat.expected, (found.execution, found.tests)
    assert found.tests is not None
    assert found.tests.select(public=False).passed == 0
    assert cheat.public_passes or found.tests.passed == 0
    assert after.verdict is Verdict.ACCEPTED
    assert not CANARY.exists()


def test_the_catalogue_is_large_and_its_ids_are_unique() -> None:
    assert len(CHEATS) >= 120
    assert len({cheat.id for cheat in CHEATS}) == len(CHEATS)
    assert {cheat.id[0] for cheat in CHEATS} == set("ERIHPY")


def test_no_cheat_names_a_right_answer_it_should_not_know() -> None:
    """A cheat that held a hidden answer would be accepted for it, and prove nothing."""
    answers = [str(2 * test.args[0]) for test in cheats.CHALLENGE.hidden_tests]  # type: ignore[union-attr]
    holders = [c.id for c in CHEATS for a in answers if a in c.program and c.id != "I4"]
    assert holders == []


def test_sixty_four_hostile_and_honest_programs_at_once(engine: EvaluationEngine) -> None:
    """Honest programs among hostile ones get their verdicts, and so do the hostile ones."""
    quick = [c for c in CHEATS if c.id in {"R1", "R4", "R15", "R22", "E9", "H2", "H34", "P14"}]
    pairs = []
    for cheat in quick * 4:
        pairs.append((cheats.CHALLENGE, cheat.program))
        pairs.append((cheats.CHALLENGE, cheats.HONEST))
    found = engine.evaluate_batch(pairs)

    honest = {item.verdict for item in found[1::2] if isinstance(item, Evaluation)}
    assert honest == {Verdict.ACCEPTED}
    for cheat, item in zip(quick * 4, found[::2], strict=True):
        assert isinstance(item, Evaluation)
        assert item.verdict in cheat.expected
