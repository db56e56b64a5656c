"""What the built-in policy's Q is right about, and what picking programs by Q is worth.

``errors`` looks at the policy as it ships, before anything was learnt: programs for training
challenges, and for each token taken the mean error ``y - V - τ·log π`` that Q-learning would begin
with, by the token's probability and for several τ. ``y`` is what the program earned, ``V`` a linear
regression of it on the last hidden state, fitted on the other half of the programs. Accepted
programs and others count half each, as in the batches of training.

``rerank`` takes a checkpoint of DQN, writes several programs for each held-out challenge, and
compares ways to pick one of them.

    python -m benchmarks.q_values errors
    python -m benchmarks.q_values rerank runs/q/checkpoints/000040
"""

import argparse
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import gymnasium as gym
import torch
from torch import Tensor

from benchmarks.learning import REWARD
from codeeval_gym import EvaluationEngine, LLMAdapter
from codeeval_gym.analysis import paired_difference, pass_report
from codeeval_gym.analysis.programs import evaluate_programs
from codeeval_gym.challenges import load
from codeeval_gym.trainers import DQNTrainer
from codeeval_gym.trainers.batches import Programs, by_length
from codeeval_gym.trainers.dqn.adapters import ONLINE
from codeeval_gym.trainers.dqn.q_model import QModel
from codeeval_gym.trainers.rollout import Sampling, Turn, collect
from codeeval_gym.trainers.slots import open_slots
from codeeval_gym.types import Evaluation

BUDGET = 128
"""Tokens in a program."""
MICRO_BATCH_TOKENS = 4096
SLOTS = 128
FIRST_SEED = 10_000_000
"""Of challenges that no training run of a few thousand episodes draws."""
EDGES = (0.0, 0.001, 0.01, 0.1, 0.3, 0.7, 0.95, 1.0)
"""Of the bins of probability."""
TAUS = (0.05, 0.02, 0.01)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print a table."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("--threads", type=int, default=None, help="of the processor; default all")
    modes = parser.add_subparsers(dest="mode", required=True)
    errors = modes.add_parser("errors")
    errors.add_argument("--programs", type=int, default=8 * SLOTS, help="default: %(default)s")
    rerank = modes.add_parser("rerank")
    rerank.add_argument("checkpoint", type=Path)
    rerank.add_argument("--samples", type=int, default=4, help="of each challenge")
    rerank.add_argument("--challenges", default="families:test", help="default: %(default)s")
    options = parser.parse_args(arguments)
    if options.threads:
        torch.set_num_threads(options.threads)
    if options.mode == "errors":
        print(error_table(written(options.programs)))
    else:
        with EvaluationEngine() as engine:
            print(picked(options.checkpoint, options.challenges, options.samples, engine))


# Errors


def written(count: int) -> list[tuple[Turn, Tensor]]:
    """Programs as the policy ships, and the last hidden state before each token."""
    policy = LLMAdapter("builtin:tiny")
    env = gym.make_vec(
        "CodeEval-Python-v0",
        num_envs=SLOTS,
        challenges="families",
        split="train",
        reward=REWARD,
    )
    seeds = [FIRST_SEED + place for place in range(count)]
    chance = torch.Generator().manual_seed(0)
    try:
        slots = open_slots(env, SLOTS)
        turns = collect(policy, slots, seeds, Sampling(BUDGET, 1.0), generator=chance).kept()
    finally:
        env.close()
    q_model = QModel(policy.model, tau=TAUS[0])
    found: list[tuple[Turn, Tensor]] = []
    for start in range(0, len(turns), 32):
        part = turns[start : start + 32]
        rows = Programs.join([turn.prompt for turn in part], [turn.program for turn in part])
        with q_model.adapted.switched(None):
            hidden, _ = q_model._hidden(rows)
        lengths = [len(turn.program) for turn in part]
        found += zip(part, hidden.split(lengths), strict=True)
    return found


def error_table(programs: Sequence[tuple[Turn, Tensor]]) -> str:
    """Mean error by the probability of the token taken, as Markdown."""
    half = len(programs) // 2
    parts = [_flat(programs[:half]), _flat(programs[half:])]
    value = torch.cat([_predict(parts[1 - at], parts[at][0]) for at in (0, 1)])
    earned, logprobs = (torch.cat([part[place] for part in parts]) for place in (1, 2))
    weights = _weights(earned)
    mean = (weights * earned).sum()
    wrong, spread = ((weights * (earned - of).square()).sum() for of in (value, mean))
    explained = 1.0 - (wrong / spread).item()
    heads = " | ".join(f"error, τ = {tau}" for tau in TAUS)
    lines = [
        f"{len(earned):,} tokens; V explains {100 * explained:.1f} % of the variance of returns.\n",
        f"| probability | share of tokens | earned | V | {heads} |",
        "|---|" + "--:|" * (3 + len(TAUS)),
    ]
    for low, high in pairwise(EDGES):
        at = (logprobs.exp() >= low) & ((logprobs.exp() < high) | (high == EDGES[-1]))
        if not at.any():
            continue
        share = weights[at].sum()
        means = [((weights * of)[at].sum() / share).item() for of in (earned, value, logprobs)]
        errors = [f"{means[0] - means[1] - tau * means[2]:+.3f}" for tau in TAUS]
        means[2:] = []
        means.insert(0, share.item())
        cells = [f"{low:g} to {high:g}", *(f"{mean:.3f}" for mean in means), *errors]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _weights(earned: Tensor) -> Tensor:
    """One for each token, 1 in sum, of which accepted programs and others have half each."""
    right = earned > 0.5
    return torch.where(right, 0.5 / right.sum(), 0.5 / (~right).sum())


def _flat(programs: Sequence[tuple[Turn, Tensor]]) -> tuple[Tensor, Tensor, Tensor]:
    """Hidden states, what their programs earned, and log-probabilities, token by token."""
    earned = [turn.reward for turn, _ in programs for _ in turn.program]
    logprobs = [value for turn, _ in programs for value in turn.logprobs]
    states = torch.cat([hidden for _, hidden in programs])
    return states, torch.tensor(earned), torch.tensor(logprobs)


def _predict(known: tuple[Tensor, Tensor, Tensor], states: Tensor) -> Tensor:
    """Ridge regression of what was earned on the hidden state."""
    features, earned = known[0].double(), known[1].double()
    mean, scale = features.mean(0), features.std(0) + 1e-6

    def design(states: Tensor) -> Tensor:
        return torch.nn.functional.pad((states.double() - mean) / scale, (0, 1), value=1.0)

    rows = design(features)
    weighed = rows * _weights(earned)[:, None]
    penalty = 0.03 * torch.eye(rows.shape[1], dtype=torch.double)
    found: Tensor = torch.linalg.solve(weighed.T @ rows + penalty, weighed.T @ earned)
    return (design(states) @ found).float()


# Rerank


def picked(checkpoint: Path, names: str, samples: int, engine: EvaluationEngine) -> str:
    """Pass@1 of each way to pick one of several programs, as Markdown."""
    challenges = load(names)
    env = gym.make("CodeEval-Python-v0", challenges="families", split="train", reward=REWARD)
    trainer = DQNTrainer.load(checkpoint, env, device="cpu", changes={"run_folder": "unused"})
    policy, q_model = trainer.policy, trainer.learner.q_model
    prompts = [policy.encode_prompt(one.prompt) for one in challenges for _ in range(samples)]
    chance = torch.Generator().manual_seed(0)
    programs: list[list[int]] = []
    for start in range(0, len(prompts), SLOTS):
        part = policy.generate(
            prompts[start : start + SLOTS], max_new_tokens=BUDGET, temperature=1.0, generator=chance
        )
        lengths = part.lengths.tolist()
        programs += [row[:n].tolist() for row, n in zip(part.tokens, lengths, strict=True)]
    env.close()
    pairs = [
        (challenges[row // samples], policy.decode_program(program))
        for row, program in enumerate(programs)
    ]
    found = evaluate_programs(pairs, engine)
    scores = {
        name: values.view(-1, samples)
        for name, values in _scores(q_model, Programs.join(prompts, programs)).items()
    }
    return _table(scores, found, samples)


def _scores(q_model: QModel, programs: Programs) -> Mapping[str, Tensor]:
    """What programs can be picked by, one number for each."""
    names = ("Q of the last token", "V before it", "mean Q of all tokens", "log-probability")
    scores = {name: torch.zeros(len(programs)) for name in names}
    for rows in by_length(torch.arange(len(programs)), programs.lengths, MICRO_BATCH_TOKENS):
        part = programs.select(rows)
        values = q_model.score(part, q_model.propose(part), 0, ONLINE)
        counts = part.mask.sum(dim=1)
        last = counts.cumsum(0) - 1
        q, logprobs = values.q[:, 0], values.logprobs[:, 0]
        row = torch.arange(len(counts)).repeat_interleave(counts)
        nothing = torch.zeros(len(counts))
        scores["Q of the last token"][rows] = q[last]
        scores["V before it"][rows] = values.value[last]
        scores["mean Q of all tokens"][rows] = nothing.index_add(0, row, q) / counts
        scores["log-probability"][rows] = nothing.index_add(0, row, logprobs)
    return scores


def _table(scores: Mapping[str, Tensor], found: Sequence[Evaluation | None], samples: int) -> str:
    everything = pass_report(found)
    lines = [
        f"| one of {samples}, picked by | pass@1 | more than any of them, points |",
        "|---|---|---|",
        f"| chance | {everything.pass_at_1} | |",
    ]
    for name, values in scores.items():
        best = values.argmax(dim=1).tolist()
        report = pass_report([found[row * samples + place] for row, place in enumerate(best)])
        gained = str(paired_difference(everything, report)).replace(" %", "")
        lines.append(f"| {name} | {report.pass_at_1} | {gained} |")
    ceiling = pass_report(found, ks=(samples,)).pass_at[samples]
    lines.append(f"| who knows which are right (pass@{samples}) | {ceiling} | |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
