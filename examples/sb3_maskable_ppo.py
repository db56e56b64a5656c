"""MaskablePPO of sb3-contrib learns to write small functions, token by token, under a grammar.

    python examples/sb3_maskable_ppo.py [--steps 40000] [--seed 0] [--episodes 400]

The challenges are the arithmetic ones of the first tier: scale a number and shift it, the distance
of two numbers, whether one divides another, the largest of three. The first line is there, and the
word ``return``; the policy writes the value. The vocabulary has the tokens that such values need
and slots for the parameters and for the numbers in the prompt, so that what is learnt carries over
to other names and numbers. Masks leave only tokens after which the program can still be completed:
what a random policy writes under them parses, always.

Policies are compared on challenges of the test split, which none of them has seen.
"""

import argparse
import time
from dataclasses import replace
from itertools import islice

import torch
from sb3_contrib import MaskablePPO

from codeeval_gym.challenges import Dataset, load
from codeeval_gym.sb3 import (
    RandomPolicy,
    TokenFeaturesExtractor,
    make_sb3_vec_env,
    measure,
    table,
)

HEADER = "def : -> int bool return function".split()  # noqa: SIM905
BODY = "( ) , + - * % == abs max min 0".split()  # noqa: SIM905
VOCABULARY = {
    "name": "python",
    "words": [*HEADER[:-1], *BODY],
    "slots": {"parameter": 3, "number": 2},
    "given": HEADER,  # what is there already, and is not to come again
}
REWARD = {"execution": 0.2, "tests": 0.8}
"""Under masks every program parses, so that nothing is gained by paying for it."""
MOST = 200
"""Challenges of a split."""
PLACES = 32
"""Tokens of a program at most, the ``def`` line included."""


def main() -> None:
    """Train, and compare with drawing at random from the same masks."""
    torch.set_num_threads(1)  # the networks are small, and the other core runs programs
    options = parse()
    started = time.perf_counter()
    settings = {"vocabulary": VOCABULARY, "max_length": PLACES, "reward": REWARD}
    env = make_sb3_vec_env(n_envs=16, seed=options.seed, challenges=begun("train"), **settings)
    held_out = make_sb3_vec_env(n_envs=16, seed=1000, challenges=begun("test"), **settings)
    model = MaskablePPO(
        "MultiInputPolicy",
        env,
        n_steps=128,
        batch_size=256,
        n_epochs=4,
        learning_rate=1e-3,
        ent_coef=0.02,
        gamma=1.0,
        policy_kwargs={"features_extractor_class": TokenFeaturesExtractor},
        seed=options.seed,
        device="cpu",
    )
    random = RandomPolicy(env.action_space.n, options.seed)
    scores = {"random under masks": measure(random, held_out, options.episodes, masked=True)}
    model.learn(options.steps)
    scores["trained"] = measure(model, held_out, options.episodes, masked=True)
    print(table(scores))
    print(f"{options.steps} steps, {time.perf_counter() - started:.0f} s for all of it")
    env.close()
    held_out.close()


def begun(split: str) -> Dataset:
    """Challenges whose starter code ends with ``return``: what is left to write is its value."""
    found = load("builtin", split=split).filter(tier=1, category="arithmetic")
    return Dataset.of(
        [
            replace(item, starter={"python": item.starter["python"] + "    return "})
            for item in islice(found, MOST)
        ],
        name=f"begun:{split}",
    )


def parse() -> argparse.Namespace:
    """The options, with their help."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=40_000, help="of training")
    parser.add_argument("--seed", type=int, default=0, help="of training")
    parser.add_argument("--episodes", type=int, default=400, help="to compare by")
    return parser.parse_args()


if __name__ == "__main__":
    main()
