"""TRL's GRPO trainer, the real one, takes two steps on our reward."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from codeeval_gym.adapters import Scorer
from codeeval_gym.adapters.trl import reward_func
from tests.adapters.conftest import OUT_OF_ORDER, RIGHT, WRONG


def test_its_signature(scorer: Scorer) -> None:
    logged: dict[str, float] = {}
    reward = reward_func(scorer)
    answers = [[{"role": "assistant", "content": RIGHT}], WRONG, OUT_OF_ORDER]
    paid = reward(
        prompts=["Write f."] * 3,
        completions=answers,
        completion_ids=[[1]] * 3,
        challenge_id=["posed/f"] * 3,
        trainer_state=None,
        log_extra=None,
        log_metric=logged.__setitem__,
    )
    assert paid == [1.0, 0.0, None]
    assert logged["codeeval_gym/tests"] == 0.5
    assert reward(["Write f."], [RIGHT], challenge_id=["posed/f"]) == [1.0]


class Spoiling(Scorer):
    """Hands in what it likes in place of what an untrained model wrote."""

    def score(
        self, challenge_ids: Sequence[str], answers: Sequence[str], *, step: int = 0
    ) -> list[Any]:
        assert all(isinstance(answer, str) for answer in answers)
        self.steps = [*getattr(self, "steps", []), step]
        chosen = [RIGHT, WRONG, OUT_OF_ORDER, WRONG] * len(answers)
        return super().score(challenge_ids, chosen[: len(answers)], step=step)


@pytest.mark.filterwarnings("ignore")  # TRL's and its libraries' own
def test_two_steps_of_grpo(scorer: Scorer, tmp_path: Path) -> None:
    trl: Any = pytest.importorskip("trl", reason="Not installed: its signature is tested above.")
    from datasets import Dataset

    from codeeval_gym.llm import LLMAdapter

    policy = LLMAdapter("builtin:tiny", device="cpu")
    spoiling = Spoiling(scorer.challenges, scorer.model, engine=scorer.engine)
    before = {name: weight.clone() for name, weight in policy.model.named_parameters()}
    trainer = trl.GRPOTrainer(
        model=policy.model,
        processing_class=policy.tokenizer,
        reward_funcs=reward_func(spoiling),
        train_dataset=Dataset.from_list(spoiling.rows()),
        args=trl.GRPOConfig(
            output_dir=str(tmp_path),
            max_steps=2,
            per_device_train_batch_size=4,
            num_generations=4,
            max_completion_length=8,
            learning_rate=1e-3,
            logging_steps=1,
            report_to=[],
            use_cpu=True,
            bf16=False,  # accelerate keeps one precision for a whole process
            save_strategy="no",
            disable_tqdm=True,
        ),
    )
    trainer.train()

    assert spoiling.steps == [0, 1]  # schedules of weights go by TRL's steps
    rows: list[Mapping[str, float]] = [row for row in trainer.state.log_history if "loss" in row]
    assert len(rows) == 2
    for row in rows:
        # Of f's programs one is right; of g's none. What was not judged counts for nothing.
        assert row["rewards/codeeval_gym/mean"] in (pytest.approx(1 / 3), 0.0)
        assert row["codeeval_gym/tests"] == pytest.approx(row["rewards/codeeval_gym/mean"])
    changed = [n for n, weight in policy.model.named_parameters() if not weight.equal(before[n])]
    assert changed
