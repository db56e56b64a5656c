"""How much of a policy gradient is signal, by what the tokens' log-probabilities are weighed with.

Run ``python -m benchmarks.gradients`` from the root of the repository. Rollouts of the built-in
policy as it ships are collected once; the gradient of each is then taken with each weight. What two
rollouts' gradients have in common is signal, the rest is noise:

    signal = mean over i ≠ j of <g_i, g_j>        noise = mean of |g_i|² - signal

*Agreement* is the mean cosine, over i ≠ j, between a gradient and that of the pass rate (accepted,
minus its mean) from another rollout.
"""

import argparse
import sys
from collections.abc import Callable, Sequence

import gymnasium as gym
import torch
from rich.console import Console
from rich.progress import track
from torch import Tensor

from benchmarks.report import machine
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers.batches import Programs, by_length
from codeeval_gym.trainers.ppo.advantages import reweighted
from codeeval_gym.trainers.ppo.value_model import ActorCritic
from codeeval_gym.trainers.rollout import Sampling, Turn, collect
from codeeval_gym.trainers.slots import open_slots

MICRO_BATCH_TOKENS = 4096
Weigh = Callable[[Sequence[Turn], Tensor, Tensor], Tensor]
"""Turns, mask and log-probabilities, ``(b, t)`` each, to the weight of each token, ``(b, t)``."""


def main(arguments: list[str] | None = None) -> int:
    """Measure and print the table.

    Args:
        arguments: The command line's; ``None`` means this process's.

    Returns:
        The exit code.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gradients", description=__doc__)
    parser.add_argument("--rollouts", type=int, default=12, help="default: %(default)s")
    parser.add_argument("--programs", type=int, default=128, help="default: %(default)s")
    options = parser.parse_args(arguments)
    policy = LLMAdapter("builtin:tiny")
    gradients = _gradients(policy, options.rollouts, options.programs)
    print("| weight of every token of a program | signal / noise | agreement with pass rate |")
    print("|---|--:|--:|")
    for name, vectors in gradients.items():
        agreement = _agreement(vectors, gradients[_CENTRED])
        print(f"| {name} | {_signal_to_noise(vectors):.3f} | {agreement:.2f} |")
    print(f"\n{options.rollouts} rollouts of {options.programs} programs.")
    for fact, value in machine().items():
        print(f"- {fact.replace('_', ' ')}: {value}")
    return 0


def _gradients(policy: LLMAdapter, rollouts: int, programs: int) -> dict[str, Tensor]:
    """For each weight the gradients of all rollouts, ``(rollouts, parameters)``."""
    env = gym.make_vec(
        "CodeEval-Python-v0",
        num_envs=programs,
        challenges="families",
        split="train",
        reward={"tests_all": 1.0, "tests": 0.0, "execution": 0.0, "syntax": 0.0},
    )
    model = ActorCritic(policy.model, temperature=1.0)
    found: dict[str, list[Tensor]] = {name: [] for name in WEIGHTS}
    try:
        slots = open_slots(env, programs)
        for number in track(range(rollouts), "rollouts", console=Console(stderr=True)):
            seeds = [number * programs + place for place in range(programs)]
            chance = torch.Generator().manual_seed(number)
            turns = collect(policy, slots, seeds, Sampling(128, 1.0), generator=chance).kept()
            for name, weigh in WEIGHTS.items():
                found[name].append(_gradient(model, turns, weigh))
    finally:
        env.close()
    return {name: torch.stack(vectors) for name, vectors in found.items()}


def _gradient(model: ActorCritic, turns: Sequence[Turn], weigh: Weigh) -> Tensor:
    """The gradient of the weighed mean of the tokens' log-probabilities."""
    programs = Programs.join([turn.prompt for turn in turns], [turn.program for turn in turns])
    old = torch.zeros(programs.mask.shape)
    old[programs.mask] = torch.tensor([value for turn in turns for value in turn.logprobs])
    weights = weigh(turns, programs.mask, old) * programs.mask
    parameters = list(model.model.parameters())
    total = torch.zeros(sum(parameter.numel() for parameter in parameters))
    for rows in by_length(torch.arange(len(turns)), programs.lengths, MICRO_BATCH_TOKENS):
        part = programs.select(rows)
        kept = weights[rows, : part.mask.shape[1]]
        loss = (kept * model(part).logprobs).sum() / programs.mask.sum()
        grads = torch.autograd.grad(loss, parameters)
        total += torch.cat([grad.flatten() for grad in grads])
    return total


def _signal_to_noise(vectors: Tensor) -> float:
    count = len(vectors)
    powers = vectors.square().sum(dim=1)
    common = (vectors.sum(dim=0).square().sum() - powers.sum()) / (count * (count - 1))
    return float(common / (powers.mean() - common))


def _agreement(vectors: Tensor, others: Tensor) -> float:
    cosines = torch.nn.functional.normalize(vectors) @ torch.nn.functional.normalize(others).T
    count = len(vectors)
    return float((cosines.sum() - cosines.diagonal().sum()) / (count * (count - 1)))


def _accepted(turns: Sequence[Turn]) -> Tensor:
    return torch.tensor([float(turn.verdict == "accepted") for turn in turns])[:, None]


def _default_reward(turns: Sequence[Turn]) -> Tensor:
    weights = {"syntax": 0.2, "execution": 0.3, "tests": 0.3}
    paid = [
        sum(weight * turn.terms.get(name, 0.0) for name, weight in weights.items()) / 0.8
        for turn in turns
    ]
    return torch.tensor(paid)[:, None]


def _tests(turns: Sequence[Turn]) -> Tensor:
    return torch.tensor([turn.terms.get("tests", 0.0) for turn in turns])[:, None]


def _minus_mean(values: Tensor) -> Tensor:
    return values - values.mean()


_CENTRED = "accepted (1 or 0), minus its mean"
WEIGHTS: dict[str, Weigh] = {
    "default reward, minus its mean": lambda turns, mask, old: _minus_mean(_default_reward(turns)),
    _CENTRED: lambda turns, mask, old: _minus_mean(_accepted(turns)),
    "share of tests passed": lambda turns, mask, old: _tests(turns),
    "accepted": lambda turns, mask, old: _accepted(turns),
    "accepted, times the token's probability": lambda turns, mask, old: reweighted(
        _accepted(turns) * mask, old, 1.0
    ),
}
"""What is compared."""

if __name__ == "__main__":
    sys.exit(main())
