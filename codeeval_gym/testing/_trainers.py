"""Does a trainer learn, go on where it stopped, keep out what was not judged, and write it down?"""

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from gymnasium.vector import AutoresetMode, SyncVectorEnv

from codeeval_gym.errors import CodeEvalError, TrainingError
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.testing._check import CheckError
from codeeval_gym.testing.policies import letters_policy
from codeeval_gym.testing.probes import ProbeEnv
from codeeval_gym.trainers.config import RunConfig
from codeeval_gym.trainers.rollout import Rollout, Sampling, Turn, collect
from codeeval_gym.trainers.tracker import read_metrics
from codeeval_gym.trainers.trainer import Trainer

__all__ = ["TrainerReport", "check_trainer"]

AnyTrainer = Trainer[Any, Any]
SOLVED = 0.9
"""Pass rate at which a probe counts as solved."""
MEASURED = ("seconds", "time/", "programs_per_second")
"""Metrics that are times, and never the same twice."""
EVERYWHERE = ("iteration", "episodes", "seconds", "pass_rate", "reward/mean", "infra/share")
"""Metrics that every trainer's rows have."""


@dataclass(frozen=True)
class TrainerReport:
    """What was checked. There is one only if everything held."""

    algorithm: str
    """The trainer's name for itself."""
    iterations: int
    """How many it took to solve the probe."""
    start: float
    """Pass rate in the first of them."""
    seconds: float
    """How long all of it took."""

    def __str__(self) -> str:
        return (
            f"{self.algorithm}: solved the probe in {self.iterations} iterations (pass rate "
            f"{self.start:.2f} at the start), resumed bit for bit, learnt nothing from what was "
            f"not judged, and wrote its folder ({self.seconds:.0f} s)."
        )


def check_trainer(
    kind: type[AnyTrainer],
    config: RunConfig,
    *,
    answers: Mapping[str, str] | None = None,
    iterations: int = 60,
    loudness: float = 1.0,
) -> TrainerReport:
    """Check a trainer on a probe environment and a random policy of a few thousand weights.

    Checked are that it learns: within ``iterations`` it solves
    :class:`~codeeval_gym.testing.probes.ProbeEnv`; that a run which was stopped and loaded ends
    with the same weights, optimiser and metrics, bit for bit, as one that was not; that episodes
    which infrastructure failed change nothing at all, and that training stops when all have
    failed; and that the run folder is complete.

    Args:
        kind: The trainer's class.
        config: Settings under which it solves the probe. Its run folder is not used.
        answers: Prompt to right program, of letters from ``a`` to ``h``; ``None`` means one of a
            single letter.
        iterations: At most so many.
        loudness: Of the policy, see :func:`~codeeval_gym.testing.policies.letters_model`.

    Raises:
        CheckError: If anything fails; its message has every failure.
    """
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        source = letters_policy(Path(place) / "letters", loudness=loudness)
        bench = _Bench(kind, config, dict(answers or {"h": "a"}), source, Path(place))
        faults: list[str] = []
        for check in (_goes_on, _keeps_out, _stops, _writes_down):
            faults += _found(check, bench)
        solved: list[tuple[int, float]] = []
        faults += _found(partial(_learns, iterations=iterations, solved=solved), bench)
    if faults:
        listed = "\n".join(f"  {fault}" for fault in faults)
        raise CheckError(f"{len(faults)} checks of {kind.__name__} failed:\n{listed}")
    return TrainerReport(kind.algorithm, *solved[0], time.monotonic() - started)


@dataclass(frozen=True)
class _Bench:
    """Makes trainers that are alike."""

    kind: type[AnyTrainer]
    config: RunConfig
    answers: dict[str, str]
    source: Path
    place: Path

    @property
    def episodes(self) -> int:
        return self.config.episodes_per_iteration

    def env(self, **options: Any) -> SyncVectorEnv:
        slots = self.config.num_envs or self.episodes
        each = [lambda: ProbeEnv(self.answers, **options)] * slots
        return SyncVectorEnv(each, autoreset_mode=AutoresetMode.SAME_STEP)

    def trainer(self, name: str, **options: Any) -> AnyTrainer:
        config = replace(self.config, run_folder=str(self.place / name))
        make: Callable[..., AnyTrainer] = self.kind
        return make(LLMAdapter(self.source, device="cpu"), self.env(**options), config)


def _found(check: Callable[[_Bench], Iterator[str]], bench: _Bench) -> list[str]:
    try:
        return list(check(bench))
    except (CodeEvalError, ValueError, TypeError, KeyError, AttributeError, OSError) as error:
        name = getattr(check, "__name__", "_learns").removeprefix("_")
        return [f"{name}: {type(error).__name__}: {error}"]


def _learns(bench: _Bench, *, iterations: int, solved: list[tuple[int, float]]) -> Iterator[str]:
    trainer = bench.trainer("learns")
    trainer.learn(
        bench.episodes * iterations, lambda row: row["pass_rate"] < SOLVED, progress=False
    )
    rates = [row["pass_rate"] for row in read_metrics(trainer.run_folder)]
    solved.append((len(rates), rates[0]))
    if rates[0] >= SOLVED:
        yield "it starts with the probe solved, which shows nothing"
    if rates[-1] < SOLVED:
        yield (
            f"it does not learn: pass rate {rates[-1]:.2f} after {iterations} iterations, "
            f"{rates[0]:.2f} in the first, expected {SOLVED}"
        )
    for prompt, answer in bench.answers.items():
        observation, _ = ProbeEnv({prompt: answer}).reset(seed=0)
        program = trainer.predict(observation)
        if rates[-1] >= SOLVED and program != answer:
            yield f"predict writes {program!r} for {prompt!r}, which it learnt to answer {answer!r}"


def _goes_on(bench: _Bench) -> Iterator[str]:
    total = bench.episodes * 4
    whole = bench.trainer("whole").learn(total, progress=False)
    half = bench.trainer("half")
    half.learn(total, lambda row: row["iteration"] < 2, progress=False)
    torch.rand(5)  # whatever else the process did meanwhile
    resumed = bench.kind.load(half.run_folder, bench.env(), device="cpu")
    resumed.learn(total, progress=False)
    if _without_times(resumed) != _without_times(whole):
        yield "a run that was resumed has other metrics than one that was not stopped"
    if _state(resumed) != _state(whole):
        yield "a run that was resumed ends with another policy or optimiser than one that was not"


def _keeps_out(bench: _Bench) -> Iterator[str]:
    """Bit for bit the update of rollouts in which those episodes never were."""
    states = []
    for lost in (False, True):
        trainer = bench.trainer(f"lost-{lost}")
        noise = torch.Generator().manual_seed(0)
        for iteration in range(3):
            trainer.learner.learn(_rollout(trainer, iteration, noise, lost=lost), iteration, 1.0)
        states.append(_state(trainer))
    if states[0] != states[1]:
        yield "episodes that infrastructure failed change what is learnt"
    if states[0] == _state(bench.trainer("fresh")):
        yield "three iterations change neither policy nor optimiser"


def _rollout(trainer: AnyTrainer, iteration: int, noise: torch.Generator, *, lost: bool) -> Rollout:
    config = trainer.config
    groups = config.episodes_per_iteration // config.group_size
    seeds = np.repeat(np.arange(groups) + groups * iteration, config.group_size).tolist()
    rollout = collect(
        trainer.policy,
        trainer.slots,
        seeds,
        Sampling(config.max_new_tokens, config.temperature),
        generator=noise,
        generate=trainer.generate,
    )
    failed = [_failed(turn, 10_000 + number) for number, turn in enumerate(rollout.turns[:3])]
    return replace(rollout, turns=(*rollout.turns, *failed)) if lost else rollout


def _failed(turn: Turn, episode: int) -> Turn:
    """As if it had earned everything, had it not failed."""
    return replace(turn, episode=episode, reward=1.0, verdict="", infra_error="no jail")


def _stops(bench: _Bench) -> Iterator[str]:
    trainer = bench.trainer("stops", fail=1)
    before = _state(trainer)
    try:
        trainer.learn(bench.episodes, progress=False)
        yield "training goes on although infrastructure failed for every episode"
    except TrainingError as error:
        if "Infrastructure failed" not in str(error):
            yield f"where infrastructure failed for every episode, it says: {error}"
    if before != _state(trainer):
        yield "it learns from an iteration in which infrastructure failed for every episode"


def _writes_down(bench: _Bench) -> Iterator[str]:
    trainer = bench.trainer("folder")
    trainer.config = config = replace(trainer.config, checkpoint_every=1, keep_checkpoints=2)
    folder = trainer.learn(bench.episodes * 3, progress=False).run_folder
    if type(config).from_yaml(folder / "config.yaml") != config:
        yield "config.yaml is not the settings of the run"
    rows = read_metrics(folder)
    if [row["iteration"] for row in rows] != [1, 2, 3]:
        yield "metrics.jsonl has not one row for each iteration"
    missing = [name for name in EVERYWHERE if any(name not in row for row in rows)]
    if missing:
        yield f"its metrics lack {', '.join(missing)}"
    for name in ("learning_curve.svg", "learning_curve.png", "records", "checkpoints/000003"):
        if not (folder / name).exists():
            yield f"the run folder has no {name}"
    if not (folder / "best" / "trainer.json").is_file():
        yield "the run folder has no link to its best checkpoint"
    saved = LLMAdapter(folder / "checkpoints" / "000003" / "policy", device="cpu")
    ids = torch.tensor([[2, 3, 4]])
    with torch.no_grad():
        gap = (saved.model(ids).logits - trainer.policy.model(ids).logits).abs().max().item()
    if gap > 1e-3:
        yield f"the policy of a checkpoint is not the one that was trained: logits differ by {gap}"


def _without_times(trainer: AnyTrainer) -> list[dict[str, float]]:
    rows = read_metrics(trainer.run_folder)
    return [{k: v for k, v in row.items() if not k.startswith(MEASURED)} for row in rows]


def _state(trainer: AnyTrainer) -> list[Any]:
    """Everything that is known to have a state, as plain values."""
    optimiser = trainer.learner.optimizer.state_dict()["state"]
    return [
        {name: tensor.tolist() for name, tensor in trainer.policy.model.state_dict().items()},
        [torch.as_tensor(x).tolist() for slot in optimiser.values() for x in slot.values()],
    ]
