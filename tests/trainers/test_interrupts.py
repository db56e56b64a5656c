"""Signals, here and in a process of its own."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from codeeval_gym.llm import LLMAdapter
from codeeval_gym.testing.probes import ProbeEnv
from codeeval_gym.trainers import PPOConfig, PPOTrainer
from codeeval_gym.trainers.interrupts import SIGNALS
from codeeval_gym.trainers.tracker import read_metrics

TRAIN = """
import sys
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.testing.probes import ProbeEnv
from codeeval_gym.trainers import PPOConfig, PPOTrainer

config = PPOConfig(run_folder=sys.argv[2], episodes_per_iteration=4, max_new_tokens=4)
trainer = PPOTrainer(LLMAdapter(sys.argv[1], device="cpu"), ProbeEnv({"h": "a"}), config)
trainer.learn(10**9, lambda row: print(row["iteration"], flush=True), progress=False)
"""


def test_a_signal_leaves_a_checkpoint_and_says_how_to_resume(
    model_folder: Path, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    process = subprocess.Popen(
        [sys.executable, "-c", TRAIN, str(model_folder), str(run)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.readline()  # the first iteration is complete
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=60)

    assert process.returncode == 128 + signal.SIGTERM
    check_left(run, signal.SIGTERM, errors)


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
