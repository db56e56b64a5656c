"""Two trainers that do the same work, each in a process of its own: this project's, and TRL's.

What is held equal: model and precision, challenges and their order, prompts (token by token),
reward and engine, size of a group, episodes and optimiser steps of an iteration, temperature, token
budget, the loss (GRPO as published: advantages by the spread of their group, mean over programs of
the mean over their tokens, no KL unless asked for), what becomes of programs that the budget cut
off (left out), AdamW, its rates and epsilon, clipping. Gradient checkpointing, dropout and logging
are off in both. Each of ours writes its metrics and records to the disk, TRL nothing.
"""

import itertools
import os
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

__all__ = ["CONTESTANTS", "Memory", "Round", "Settings", "serve"]

CHALLENGES = 2000
"""How many are posed, the first of the collection."""


@dataclass(frozen=True)
class Settings:
    """What both are told."""

    model: str
    """What :class:`~codeeval_gym.llm.LLMAdapter` takes."""
    challenges: str
    """``NAME:SPLIT``."""
    reward: str
    """What :func:`codeeval_gym.rewards.make` takes."""
    episodes: int
    """In an iteration."""
    group: int
    """Episodes that try the same challenge."""
    minibatches: int
    """Optimiser steps of a pass over the programs."""
    epochs: int
    """Passes."""
    max_new_tokens: int
    """Budget of a program."""
    learning_rate: float
    """Constant."""
    temperature: float
    """Of sampling and training."""
    kl: float
    """Weight of the KL to the reference, k3 in the loss; 0 for none."""
    precision: str
    """``float32``; ``mixed``, bfloat16 over weights in float32; or ``bfloat16``."""
    device: str
    """``cpu`` or ``cuda``."""
    threads: int
    """Of torch; 0 leaves its own choice."""
    seed: int
    """Of sampling and of the challenges."""
    mask_truncated: bool
    """Programs that the budget cut off are not trained on. Models of random weights end none, so
    theirs are; their reward is 0 here, and what the judge says in TRL."""
    old_logprobs: str
    """Of this project's trainer: ``sampler`` or ``recomputed``. TRL computes them again if there
    is more than one optimiser step."""
    overlap: bool
    """Of this project's trainer: whether programs are judged while others are written."""
    micro_batch_tokens: int
    """Of this project's trainer: tokens in one forward and backward pass, a matter of speed and
    memory alone. TRL takes the programs of an optimiser step at once."""
    peak_flops: float
    """The most operations a second that the device does; 0 means those of a large product."""


@dataclass(frozen=True)
class Round:
    """One iteration of one trainer."""

    seconds: float
    """Wall time, from the first prompt to the last optimiser step."""
    cpu: float
    """CPU seconds of the trainer's process, its sandboxes apart."""
    generate: float
    """Wall seconds of it in which programs were written."""
    judge: float
    """Wall seconds of it in which nothing was done but judging, and drawing challenges."""
    episodes: int
    """Programs."""
    tokens: float
    """Of the programs."""
    reward: float
    """Mean over the programs."""
    generate_utilisation: float
    """Share of the device's operations a second that writing programs reached."""
    update_utilisation: float
    """The same of all that is neither writing nor judging, by the operations that it needs."""


@dataclass(frozen=True)
class Memory:
    """Of a trainer's process, its sandboxes apart."""

    peak_mb: float
    """The most resident memory there was (``VmHWM``)."""
    before_mb: float
    """The same, before the trainer was made: torch, the model and the challenges."""
    gpu_mb: float
    """The most that torch had taken of a GPU; 0 without one."""


def serve(name: str, settings: Settings, channel: Connection, folder: str) -> None:
    """Run one contestant; an iteration for each ``True`` that comes through the channel.

    Args:
        name: In :data:`CONTESTANTS`.
        settings: What both are told.
        channel: A :class:`Round` goes back for each iteration; at the end, a :class:`Memory`.
        folder: Where it may write.
    """
    import torch

    from codeeval_gym.llm import LLMAdapter

    if settings.threads:
        torch.set_num_threads(settings.threads)
    dtype = torch.bfloat16 if settings.precision == "bfloat16" else None
    policy = LLMAdapter(settings.model, device=settings.device, dtype=dtype)
    before = _peak_mb()
    CONTESTANTS[name](policy, settings, _Clock(policy, settings, channel), Path(folder))
    gpu = torch.cuda.max_memory_allocated() / 2**20 if settings.device == "cuda" else 0.0
    channel.send(Memory(_peak_mb(), before, gpu))


def _peak_mb() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class _Clock:
    """Waits for leave to begin an iteration, and tells what it took."""

    def __init__(self, policy: Any, settings: Settings, channel: Connection) -> None:
        import torch

        from benchmarks.shapes import product_flops

        self.policy = policy
        self.settings = settings
        self.channel = channel
        mixed = settings.precision == "mixed"
        self.peak = settings.peak_flops or product_flops(
            policy.device, torch.bfloat16 if mixed else policy.model.dtype
        )
        self.prompt_tokens = 0.0
        self.started = self.started_cpu = 0.0

    def begin(self) -> bool:
        """Wait; False means that it is over."""
        going = bool(self.channel.recv())
        self.started, self.started_cpu = time.perf_counter(), time.process_time()
        return going

    def end(self, generate: float, judge: float, tokens: float, reward: float) -> None:
        """Tell of the iteration that has just ended."""
        from benchmarks.shapes import Work, generation_flops, training_flops, wait

        wait(self.policy.device)
        seconds = time.perf_counter() - self.started
        cpu = time.process_time() - self.started_cpu
        settings, model = self.settings, self.policy.model
        work = Work(settings.episodes, self.prompt_tokens, tokens / settings.episodes)
        writing = generation_flops(model, work) / generate / self.peak
        learning = training_flops(model, work, settings.epochs) / self.peak
        learning /= seconds - generate - judge
        figures = (settings.episodes, tokens, reward, writing, learning)
        self.channel.send(Round(seconds, cpu, generate, judge, *figures))


def _challenges(settings: Settings) -> Any:
    """The first of them, drawn once: TRL wants all of its prompts before it begins."""
    from codeeval_gym.challenges import Dataset, load

    return Dataset.of(list(itertools.islice(load(settings.challenges), CHALLENGES)), name="posed")


class _InTurn:
    """One challenge after the other, for a group each, as TRL takes its rows.

    A slot draws twice in an iteration: when it is reset, and when its episode ends, which nobody
    looks at, for it is reset once more.
    """

    def __init__(self, dataset: Any, settings: Settings) -> None:
        self.count = len(dataset)
        self.group, self.episodes = settings.group, settings.episodes
        self.drawn = 0

    def draw(self, _: Any) -> int:
        """The next one's place; slots of a group are asked one after another."""
        iteration, slot = divmod(self.drawn, 2 * self.episodes)
        self.drawn += 1
        place = iteration * self.episodes + slot % self.episodes
        return place // self.group % self.count

    def update(self, _: Any) -> None:
        """Nothing is learnt."""

    def state(self) -> dict[str, Any]:
        """Of no use here: nothing is resumed."""
        return {}

    def restore(self, _: Any) -> None:
        """Nothing is resumed."""


def _ours(policy: Any, settings: Settings, clock: _Clock, folder: Path) -> None:
    import gymnasium as gym

    from codeeval_gym.trainers import PPOConfig, PPOTrainer

    env: Any = gym.make_vec(
        "CodeEval-Python-v0",
        num_envs=settings.episodes,
        challenges=_challenges(settings),
        reward=settings.reward,
        sampler=lambda dataset: _InTurn(dataset, settings),
    )
    config = PPOConfig(
        run_folder=str(folder / "run"),
        seed=settings.seed,
        advantage="grpo",
        old_logprobs=settings.old_logprobs,
        overlap=settings.overlap,
        loss_mean="program",
        whiten="none",
        truncated="mask" if settings.mask_truncated else "penalise",
        dual_clip=None,
        kl_coeff=settings.kl,
        kl_placement="loss",
        kl_estimator="k3",
        episodes_per_iteration=settings.episodes,
        group_size=settings.group,
        epochs=settings.epochs,
        minibatches=settings.minibatches,
        max_new_tokens=settings.max_new_tokens,
        micro_batch_tokens=settings.micro_batch_tokens,
        learning_rate=settings.learning_rate,
        temperature=settings.temperature,
        mixed_precision="bf16" if settings.precision == "mixed" else "no",
        checkpoint_every=1_000_000,
    )
    lengths = [len(policy.encode_prompt(item.prompt)) for item in env.unwrapped.challenges]
    clock.prompt_tokens = sum(lengths) / len(lengths)

    def told(row: Any) -> bool:
        tokens = row["program/tokens"] * settings.episodes
        clock.end(row["time/generate"], row["time/judge"], tokens, row["reward/mean"])
        return clock.begin()

    if clock.begin():
        PPOTrainer(policy, env, config).learn(10**9, callback=told, progress=False)
    env.close()


def _trl(policy: Any, settings: Settings, clock: _Clock, folder: Path) -> None:
    os.environ["HF_HUB_OFFLINE"] = "1"
    from codeeval_gym.adapters import Scorer
    from codeeval_gym.adapters.trl import reward_func

    with Scorer(_challenges(settings), settings.reward) as scorer:
        # The newline that LLMAdapter.encode_prompt ends a prompt with.
        rows = [row | {"prompt": row["prompt"].rstrip("\n") + "\n"} for row in scorer.rows()]
        ids = policy.tokenizer([row["prompt"] for row in rows]).input_ids
        sample = range(0, len(rows), max(1, len(rows) // 50))
        assert all(ids[i] == policy.encode_prompt(rows[i]["prompt"]) for i in sample)
        clock.prompt_tokens = sum(map(len, ids)) / len(ids)
        _trl_trainer(policy, settings, clock, folder, reward_func(scorer), rows).train()


def _trl_trainer(
    policy: Any,
    settings: Settings,
    clock: _Clock,
    folder: Path,
    reward: Callable[..., list[float | None]],
    rows: list[dict[str, Any]],
) -> Any:
    from datasets import Dataset
    from transformers import TrainerCallback
    from trl.trainer.grpo_config import GRPOConfig
    from trl.trainer.grpo_trainer import GRPOTrainer

    from benchmarks.shapes import wait

    steps = settings.minibatches * settings.epochs

    class Timed(GRPOTrainer):
        """Counts what an iteration wrote and earned, and how long that took."""

        generate = judge = tokens = paid = 0.0

        def _generate_single_turn(self, *args: Any, **kwargs: Any) -> Any:
            wait(policy.device)
            started = time.perf_counter()
            written: Any = super()._generate_single_turn(*args, **kwargs)  # type: ignore[no-untyped-call]
            wait(policy.device)
            self.generate += time.perf_counter() - started
            self.tokens += sum(map(len, written[0]))
            return written

        def _calculate_rewards(self, *args: Any, **kwargs: Any) -> Any:
            started = time.perf_counter()
            rewards = super()._calculate_rewards(*args, **kwargs)
            self.judge += time.perf_counter() - started
            self.paid = rewards.nanmean().item()
            return rewards

    class Paced(TrainerCallback):
        """An iteration is a generation and the optimiser steps on it."""

        def on_train_begin(self, args: Any, state: Any, control: Any, **others: Any) -> None:
            clock.begin()

        def on_step_end(self, args: Any, state: Any, control: Any, **others: Any) -> None:
            if state.global_step % steps == 0:
                clock.end(trainer.generate, trainer.judge, trainer.tokens, trainer.paid)
                trainer.generate = trainer.judge = trainer.tokens = 0.0
                control.should_training_stop = not clock.begin()

    trainer = Timed(
        model=policy.model,
        processing_class=policy.tokenizer,
        reward_funcs=reward,
        train_dataset=Dataset.from_list(rows),
        callbacks=[Paced()],
        args=GRPOConfig(**_trl_settings(settings, folder)),
    )
    return trainer


def _trl_settings(settings: Settings, folder: Path) -> dict[str, Any]:
    return {
        "output_dir": str(folder / "trl"),
        "seed": settings.seed,
        "max_steps": 10**9,
        "per_device_train_batch_size": settings.episodes // settings.minibatches,
        "steps_per_generation": settings.minibatches,
        "num_iterations": settings.epochs,
        "num_generations": settings.group,
        "max_completion_length": settings.max_new_tokens,
        "temperature": settings.temperature,
        "loss_type": "grpo",
        "scale_rewards": "group",
        "shuffle_dataset": False,
        "epsilon": 0.2,
        "beta": settings.kl,
        "mask_truncated_completions": settings.mask_truncated,
        "disable_dropout": True,
        "gradient_checkpointing": False,
        "learning_rate": settings.learning_rate,
        "lr_scheduler_type": "constant",
        "adam_epsilon": 1e-5,
        "weight_decay": 0.0,
        "max_grad_norm": 1.0,
        "bf16": settings.precision == "mixed",
        "use_cpu": settings.device == "cpu",
        "report_to": [],
        "logging_strategy": "no",
        "save_strategy": "no",
        "disable_tqdm": True,
    }


CONTESTANTS: dict[str, Callable[[Any, Settings, _Clock, Path], None]] = {
    "this project": _ours,
    "TRL": _trl,
}
"""By name; ours first."""
