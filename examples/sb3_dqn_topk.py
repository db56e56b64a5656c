"""DQN of stable-baselines3, unmodified, learns which proposals of a language model to take.

    python examples/sb3_dqn_topk.py [--steps 8000] [--seed 0] [--episodes 200]

An action takes one of the four likeliest next lines that the built-in language model sees. The
challenges are those of the families' first tier; two hundred of the training split are trained on.
Policies are compared on challenges of the test split, which the network has not seen: one that
draws a rank at random, one that always takes the likeliest line, which is the language model
without reinforcement learning, and the trained one.
"""

import argparse
import time

import numpy as np
import torch
from stable_baselines3 import DQN

from codeeval_gym.challenges import Dataset, load
from codeeval_gym.sb3 import RandomPolicy, make_sb3_vec_env, measure, table

ID = "CodeEval-Python-TopK-v0"
TRAINED_ON = 200
"""Challenges; what is proposed for them is remembered, so that few are quick."""


class Likeliest:
    """Always takes the first proposal."""

    def predict(self, observation, state=None, episode_start=None, deterministic=False):
        """One action for each observation, as a model of stable-baselines3 gives it."""
        return np.zeros(len(observation["proposals"]), np.int64), state


def main() -> None:
    """Train, and compare."""
    torch.set_num_threads(1)  # the networks are small, and the other core runs programs
    options = parse()
    started = time.perf_counter()
    settings = {"k": 4, "max_steps": 8, "reward": {"tests": 1.0}}
    train, test = first_tier("train")[:TRAINED_ON], first_tier("test")
    env = make_sb3_vec_env(ID, n_envs=8, seed=options.seed, challenges=train, **settings)
    held_out = make_sb3_vec_env(ID, n_envs=8, seed=1000, challenges=test, **settings)
    model = DQN(
        "MultiInputPolicy",
        env,
        learning_rate=5e-4,
        buffer_size=50_000,
        learning_starts=500,
        batch_size=128,
        gamma=0.95,
        train_freq=1,
        gradient_steps=2,
        target_update_interval=500,
        exploration_fraction=0.4,
        exploration_final_eps=0.05,
        policy_kwargs={"net_arch": [128, 128]},
        seed=options.seed,
        device="cpu",
    )
    policies = {
        "random rank": RandomPolicy(env.action_space.n, options.seed),
        "always the likeliest": Likeliest(),
        "trained": model,
    }
    model.learn(options.steps)
    trained = time.perf_counter() - started
    print(
        table(
            {
                name: measure(policy, held_out, options.episodes, deterministic=True)
                for name, policy in policies.items()
            }
        )
    )
    seconds = time.perf_counter() - started
    print(f"{options.steps} steps, {trained:.0f} s to train, {seconds:.0f} s for all of it")
    env.close()
    held_out.close()


def first_tier(split: str) -> Dataset:
    """The families' challenges of tier 1."""
    return load("families", split=split).filter(tier=1)


def parse() -> argparse.Namespace:
    """The options, with their help."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=8_000, help="of training")
    parser.add_argument("--seed", type=int, default=0, help="of training")
    parser.add_argument("--episodes", type=int, default=200, help="to compare by")
    return parser.parse_args()


if __name__ == "__main__":
    main()
