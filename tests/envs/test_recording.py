"""What was judged is written down, survives a kill, and can be scored again."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import gymnasium as gym
import pytest
from typer.testing import CliRunner

from codeeval_gym.analysis import record_files, rescore
from codeeval_gym.challenges import Dataset
from codeeval_gym.cli.app import app
from codeeval_gym.envs import CodeEvalVectorEnv, RecordEpisodes, RecordVectorEpisodes
from codeeval_gym.errors import SandboxError
from codeeval_gym.rewards import make as make_reward
from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.testing import FakeSandbox
from codeeval_gym.types import Evaluation, Input, Run, from_json

RIGHT = "def add_10(a: int) -> int:\n    secret_sum = a + 10\n    return secret_sum\n"
OPTIONS = {"challenge_id": "posed/add-10"}


def make(sandbox: Sandbox, posed: Dataset, path: Path, **kwargs: Any) -> RecordEpisodes:
    env = gym.make("CodeEval-Python-Repair-v0", sandbox=sandbox, challenges=posed, **kwargs)
    return RecordEpisodes(env, path)


def read(path: Path) -> list[Evaluation]:
    return [from_json(Evaluation, line) for line in path.read_text().splitlines()]


def test_every_program_has_a_record_and_is_scored_as_it_was_paid(
    fake: Sandbox, posed: Dataset, tmp_path: Path
) -> None:
    env = make(fake, posed, tmp_path / "deep/run.jsonl")
    env.reset(options=OPTIONS)
    kept = []
    for program in ("x = 1", RIGHT):
        *_, reward, _, _, _ = env.step(program)
        kept.append(env.unwrapped.last_evaluation)  # type: ignore[attr-defined]
    assert read(env.path) == kept
    scored = list(rescore(record_files(env.path), make_reward("default"), processes=1))
    assert scored[-1].total == reward == 1.0
    assert scored[0].total < 1
    env.close()


def test_a_vector_writes_slot_by_slot_however_programs_are_handed_in(
    fake: Sandbox, posed: Dataset, tmp_path: Path
) -> None:
    vector = gym.make_vec("CodeEval-Python-v0", num_envs=2, sandbox=fake, challenges=posed)
    env = RecordVectorEpisodes(vector, tmp_path / "run.jsonl")
    env.reset(seed=0, options=OPTIONS)
    env.step([RIGHT, "x = 1"])
    env.reset(seed=0, options=OPTIONS)
    env.submit(1, "x = 2")
    env.submit(0, RIGHT)
    env.gather()
    assert env.poll() == ()
    written = [item.program for item in read(env.path)]
    assert ["secret_sum" in program for program in written] == [True, False, True, False]
    assert written[1].endswith("x = 1")
    assert written[3].endswith("x = 2")
    env.close()


def test_the_command_line_scores_and_ablates_what_was_written(
    fake: Sandbox, posed: Dataset, tmp_path: Path
) -> None:
    env = make(fake, posed, tmp_path / "run.jsonl")
    env.reset(options=OPTIONS)
    env.step(RIGHT)
    found = CliRunner().invoke(
        app, ["rescore", str(env.path), "--reward", "only:tests", "--json"], catch_exceptions=False
    )
    assert json.loads(found.stdout)["only:tests"]["mean"] == 1.0
    ablated = CliRunner().invoke(app, ["ablate", str(env.path), "--json"], catch_exceptions=False)
    assert json.loads(ablated.stdout)["whole"]["programs"] == 1


def test_what_was_not_judged_is_not_written(posed: Dataset, tmp_path: Path) -> None:
    def broken(files: Mapping[str, str], item: Input) -> Run:
        raise SandboxError("the worker died twice")

    env = make(FakeSandbox(broken), posed, tmp_path / "run.jsonl")
    env.reset()
    assert env.step("x = 1")[3]
    assert not env.path.exists()


WRITER = """
import os, signal, sys
from codeeval_gym.envs.recording import _Records
from codeeval_gym.types import Evaluation, Verdict
records = _Records(sys.argv[1])
item = Evaluation("a/1", "python", "x" * 300_000, Verdict.WRONG_ANSWER)
while True:
    records.add([item])
    print(".", flush=True)
"""


def test_a_kill_at_any_moment_loses_one_line_at_most(
    fake: Sandbox, posed: Dataset, tmp_path: Path
) -> None:
    path = tmp_path / "run.jsonl"
    command = [sys.executable, "-c", WRITER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        said = sum(bool(writer.stdout.readline()) for _ in range(5))
        writer.send_signal(signal.SIGKILL)
        said += len(writer.stdout.read().split())
    whole = path.read_bytes().count(b"\n")
    assert said <= whole <= said + 1
    with path.open("ab") as file:
        file.write(b'{"challenge_id": "a/1", "progr')  # as a kill between two pages leaves it
    env = make(fake, posed, path)
    env.reset(options=OPTIONS)
    env.step("x = 1")
    lines = read(path)
    assert len(lines) == whole + 1
    assert lines[-1].challenge_id == "posed/add-10"


@pytest.mark.parametrize("size", [10, 1 << 16, 200_000])
def test_half_a_line_of_any_length_loses_only_itself(
    size: int, fake: Sandbox, posed: Dataset, tmp_path: Path
) -> None:
    path = tmp_path / "run.jsonl"
    for before in (b"", b"{}\n"):
        for torn, kept in ((b'"' + b"x" * size, b""), (b'"' + b"x" * size + b'"', None)):
            path.write_bytes(before + torn)
            env = make(fake, posed, path)
            env.reset(options=OPTIONS)
            env.step("x = 1")
            written = path.read_bytes()
            assert written.startswith(before + (torn + b"\n" if kept is None else kept) + b'{"chal')
            assert written.endswith(b"}\n")
            env.close()


def test_a_spec_rebuilds_the_wrapper(fake: Sandbox, posed: Dataset, tmp_path: Path) -> None:
    env = make(fake, posed, tmp_path / "run.jsonl")
    assert env.spec is not None
    again = gym.make(env.spec)
    assert isinstance(again, RecordEpisodes)
    assert again.path == env.path


def test_mistakes(fake: Sandbox, posed: Dataset, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"ends in \.jsonl, not"):
        make(fake, posed, tmp_path / "run.json")
    with pytest.raises(TypeError, match="keeps no last_evaluation"):
        RecordEpisodes(gym.make("CartPole-v1"), tmp_path / "run.jsonl")
    with pytest.raises(TypeError, match="keeps no last_evaluations"):
        RecordVectorEpisodes(gym.make_vec("CartPole-v1"), tmp_path / "run.jsonl")
    assert os.listdir(tmp_path) == []
    vector = RecordVectorEpisodes(
        CodeEvalVectorEnv(1, sandbox=fake, challenges=posed), tmp_path / "run.jsonl"
    )
    vector.close()
