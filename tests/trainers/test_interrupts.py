"""Signals, here and in a process of its own."""

import signal
from pathlib import Path

import pytest

from codeeval_gym.llm import LLMAdapter
from codeeval_gym.testing.probes import ProbeEnv
from codeeval_gym.trainers import PPOConfig, PPOTrainer
from codeeval_gym.trainers.interrupts import SIGNALS
from codeeval_gym.trainers.tracker import read_metrics
from tests.trainers import warm

TRAIN = """
import sys
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.testing.probes import ProbeEnv
from codeeval_gym.trainers import PPOConfig, PPOTrainer

config = PPOConfig(run_folder=sys.argv[2], episodes_per_iteration=4, max_new_tokens=4)
trainer = PPOTrainer(LLMAdapter(sys.argv[1], device="cpu"), ProbeEnv({"h": "a"}), config)
trainer.learn(10**9, lambda row: says.send(row["iteration"]), progress=False)
"""


def test_a_signal_leaves_a_checkpoint_and_says_how_to_resume(
    model_folder: Path, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    running = warm.start(TRAIN, str(model_folder), str(run), output=tmp_path / "output")
    assert running.hear() == 1  # the first iteration is complete
    running.process.terminate()

    assert running.end() == 128 + signal.SIGTERM
    check_left(run, signal.SIGTERM, running.output.read_text())


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_every_signal_does_so_and_is_as_before_afterwards(
    number: signal.Signals,
    policy: LLMAdapter,
    config: PPOConfig,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = [signal.getsignal(each) for each in SIGNALS]
    trainer = PPOTrainer(policy, ProbeEnv({"h": "a"}), config)
    with pytest.raises(SystemExit) as ended:
        trainer.learn(10**9, lambda row: signal.raise_signal(number), progress=False)

    assert ended.value.code == 128 + number
    assert [signal.getsignal(each) for each in SIGNALS] == before
    assert config.run_folder is not None
    check_left(Path(config.run_folder), number, capsys.readouterr().err)


def check_left(run: Path, number: signal.Signals, errors: str) -> None:
    assert f"Stopped by {number.name} after" in errors
    assert f"PPOTrainer.load('{run}', env=...)" in errors
    trainer = PPOTrainer.load(run, ProbeEnv({"h": "a"}), device="cpu")
    assert trainer.counters.iterations == read_metrics(run)[-1]["iteration"] >= 1
