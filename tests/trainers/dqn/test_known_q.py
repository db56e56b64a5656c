"""Q-learning finds the Q of a small tree, from programs that a blind policy wrote."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from torch import Tensor
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers import DQNConfig
from codeeval_gym.trainers.batches import Programs
from codeeval_gym.trainers.dqn.adapters import ONLINE
from codeeval_gym.trainers.dqn.learner import Learner
from codeeval_gym.trainers.dqn.trajectories import POLICY, Step, Trajectory
from codeeval_gym.trainers.optimiser import set_learning_rates

PAD, EOS, A, B = range(4)
TAU = 0.5
PROMPT = [EOS]
"""So that every state has another last token: a model of one layer tells them apart at once."""
BUDGET = 2

Ids = tuple[int, ...]


def paid(program: Ids) -> float:
    """``a`` earns 1, nothing at all a half, ``b`` a quarter; what did not end earns nothing."""
    return {(A, EOS): 1.0, (EOS,): 0.5, (B, EOS): 0.25}.get(program, 0.0)


def over(program: Ids) -> bool:
    return len(program) == BUDGET or program[-1:] == (EOS,)


def best(values: Tensor) -> float:
    """What the best action is worth."""
    return values.max().item()


def average(values: Tensor) -> float:
    """What actions are worth on average when they are drawn by softmax(Q/τ)."""
    return (values * (values / TAU).softmax(dim=0)).sum().item()


def exact(program: Ids, value: Callable[[Tensor], float]) -> float:
    """Q of the last token, by looking at all ways to go on."""
    if over(program):
        return paid(program)
    return value(torch.tensor([exact((*program, token), value) for token in range(4)]))


def all_programs() -> list[Ids]:
    every = itertools.chain.from_iterable(
        itertools.product(range(4), repeat=length) for length in range(1, BUDGET + 1)
    )
    return [program for program in every if over(program) and EOS not in program[:-1]]


def blind(program: Ids) -> Trajectory:
    """As if every token had been drawn by chance."""
    rewards = np.zeros(len(program), np.float32)
    rewards[-1] = paid(program)
    step = Step(
        tokens=np.array([*PROMPT, *program], np.int32),
        prompt_length=len(PROMPT),
        rewards=rewards,
        behaviour=np.full(len(program), np.log(0.25), np.float32),
    )
    return Trajectory(str(program), POLICY, paid(program) == 1, 0, (step,))


@pytest.fixture(scope="module")
def four_tokens(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random model of one layer whose whole vocabulary is PAD, EOS, a and b."""
    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("four")
    config = LlamaConfig(
        vocab_size=4,
        num_hidden_layers=1,
        initializer_range=0.3,
        pad_token_id=0,
        eos_token_id=1,
        hidden_size=32,
        intermediate_size=32,
        num_attention_heads=2,
        num_key_value_heads=2,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    words = Tokenizer(models.WordLevel({"<pad>": 0, "<eos>": 1, "a": 2, "b": 3}, "<pad>"))
    words.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    words.decoder = decoders.Fuse()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=words, pad_token="<pad>", eos_token="<eos>"
    )
    tokenizer.save_pretrained(folder)
    return folder


WEIGHED: dict[str, Any] = {
    "policy_coeff": 2.0,
    "policy_probability_weight": 0.5,
    "negative_weight": 0.5,
}


@pytest.mark.parametrize(
    ("returns", "value", "weights"),
    [("watkins", best, {}), ("retrace", average, {}), ("watkins", best, WEIGHED)],
    ids=["watkins", "retrace", "weighed"],
)
def test_q_is_found(
    four_tokens: Path,
    dqn: DQNConfig,
    returns: str,
    value: Callable[[Tensor], float],
    weights: dict[str, Any],
) -> None:
    """All 16 values. What blind programs earn on average is up to 0.75 below them.

    Weights on what errors ask of the policy change the way there, not where it leads.
    """
    config = replace(
        dqn,
        **weights,
        returns=returns,
        candidates=4,
        tau=TAU,
        batch_episodes=13,
        solved_share=0.05,
        updates_per_iteration=50,
        polyak=0.2,
    )
    torch.manual_seed(0)
    learner = Learner(LLMAdapter(four_tokens, device="cpu"), config)
    programs = all_programs()
    learner.replay.add(map(blind, programs))
    for iteration in range(5):
        set_learning_rates(learner.optimizer, config, 1.0 - iteration / 5)
        learner.update(iteration)

    rows = Programs.join([PROMPT] * len(programs), programs)
    model = learner.q_model
    q = model.score(rows, model.propose(rows), 0, ONLINE).q[:, 0]
    wanted = [
        exact(program[: end + 1], value) for program in programs for end in range(len(program))
    ]
    torch.testing.assert_close(q, torch.tensor(wanted), atol=0.1, rtol=0)
