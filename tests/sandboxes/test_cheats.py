"""Every Python program of the catalogue earns nothing, and leaves nothing behind.

Those in other languages are tried in ``test_hostile.py``.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.testing import cheats
from codeeval_gym.testing._judged import told
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
    for _ in range(2 if cheat.twice else 1):
        found = judge(engine, cheat)
        after = engine.evaluate(cheats.CHALLENGE, cheats.HONEST)

        assert found.verdict in cheat.expected, (found.execution, found.tests)
        assert found.tests is not None
        assert found.tests.select(public=False).passed == 0
        assert cheat.public_passes or found.tests.passed == 0
        assert [text for text in cheat.never_shows if text in told(found)] == []
        assert after.verdict is Verdict.ACCEPTED
        assert not CANARY.exists()


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
