"""Supervised fine-tuning for language models that write programs."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import torch

from codeeval_gym.errors import ConfigError
from codeeval_gym.trainers.likelihood import LikelihoodTrainer
from codeeval_gym.trainers.playing import Player, dataset_of
from codeeval_gym.trainers.rollout import Rollout, Turn
from codeeval_gym.trainers.sft.config import SFTConfig
from codeeval_gym.trainers.sft.learner import Learner

__all__ = ["SFTTrainer"]


class SFTTrainer(LikelihoodTrainer[SFTConfig, Learner]):
    """Fine-tunes a language model on the reference programs of an environment's challenges.

    The references are handed in to the environment and judged like any program, and only those that
    it accepts are learnt from. Usage, every metric and every choice: ``docs/rft.md``. Arguments and
    errors: :class:`~codeeval_gym.trainers.likelihood.LikelihoodTrainer`.
    """

    algorithm = "sft"
    config_type = SFTConfig
    learner_type = Learner

    def play(
        self, seeds: Sequence[int], generator: torch.Generator, poll: Callable[[], None]
    ) -> Rollout:
        """Hand in the reference of each challenge that is drawn.

        Args:
            seeds: One for each challenge.
            generator: Not used: nothing is sampled.
            poll: Called between two batches of programs.

        Raises:
            ConfigError: If the challenges are those of a test split, or have no references that
                fit into the budget.
        """
        dataset = dataset_of(self.slots, "SFT", "Warm up on one that has them.")
        if dataset.name.endswith(":test"):
            raise ConfigError(
                f"SFT reads references, and {dataset.name!r} are held out: a policy that has read "
                "them could not be measured on them. Make the environment with split='train'."
            )
        language = getattr(self.slots.env.unwrapped, "language", "python")
        turns: list[Turn] = []
        started = time.perf_counter()
        for start in range(0, len(seeds), self.slots.count):
            poll()
            player = Player(self.policy, self.slots, dataset, language, self.config.max_new_tokens)
            wave = player.play(seeds[start : start + self.slots.count], 0)
            turns += [replace(turn, episode=start + turn.episode) for turn in wave]
        if not turns:
            raise ConfigError(
                f"None of {len(seeds)} challenges of {dataset.name!r} has a reference in "
                f"{language} of at most {self.config.max_new_tokens} tokens. Raise max_new_tokens, "
                "or choose other challenges."
            )
        return Rollout(tuple(turns), 0.0, time.perf_counter() - started)
