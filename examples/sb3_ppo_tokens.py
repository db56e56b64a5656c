"""PPO of stable-baselines3 learns to write small functions, token by token.

    python examples/sb3_ppo_tokens.py [--steps 30000] [--seed 0] [--episodes 400]

The challenges are the arithmetic ones of the first tier: scale a number and shift it, the distance
of two numbers, whether one divides another, the largest of three. The vocabulary has the tokens
that such functions need and slots for the parameters and for the numbers in the prompt. Nothing
keeps the policy from tokens that make no sense: such a token ends the program, which is judged as
it stands. So what PPO learns first is Python's grammar; ``sb3_maskable_ppo.py`` is given it.

Policies are compared on challenges of the test split, which none of them has seen.
"""

import argparse
import time

import torch
from stable_baselines3 import PPO

from codeeval_gym.challenges import load
from codeeval_gym.sb3 import (
    RandomPolicy,
    TokenFeaturesExtractor,
    make_sb3_vec_env,
    measure,
    table,
)

VOCABULARY = {
    "name": "python",
    "words": "def : -> int bool return ( ) , + - * % == abs max min 0".split(),  # noqa: SIM905
    "slots": {"parameter": 3, "number": 2},
}
REWARD = "default-quality-efficiency"
"""Syntax, execution and tests: a program that only parses is worth something here."""
PLACES = 40
"""Tokens of a program at most, the ``def`` line included."""


def main() -> None:
    """Train, and compare with drawing tokens at random."""
    torch.set_num_threads(1)  # the networks are small, and the other core runs programs
    options = parse()
    started = time.perf_counter()
    settings = {"vocabulary": VOCABULARY, "max_length": PLACES, "reward": REWARD}
    train, test = (
        load("builtin", split=split).filter(tier=1, category="arithmetic")
        for split in ("train", "test")
    )
    env = make_sb3_vec_env(n_envs=16, seed=options.seed, challenges=train, **settings)
    held_out = make_sb3_vec_env(n_envs=16, seed=1000, challenges=test, **settings)
    model = PPO(
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
    scores = {"random": measure(random, held_out, options.episodes)}
    model.learn(options.steps)
    scores["trained"] = measure(model, held_out, options.episodes)
    print(table(scores))
    print(f"{options.steps} steps, {time.perf_counter() - started:.0f} s for all of it")
    env.close()
    held_out.close()


def parse() -> argparse.Namespace:
    """The options, with their help."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=30_000, help="of training")
    parser.add_argument("--seed", type=int, default=0, help="of training")
    parser.add_argument("--episodes", type=int, default=400, help="to compare by")
    return parser.parse_args()


if __name__ == "__main__":
    main()
