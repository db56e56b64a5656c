"""From sampled programs to those worth learning from, and to a policy that writes more of them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from accelerate.utils import gather_object
from safetensors.torch import load_file, save_file
from torch import Tensor

from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers.examples import Example
from codeeval_gym.trainers.imitation import Imitator
from codeeval_gym.trainers.likelihood import LikelihoodLearner, Scored
from codeeval_gym.trainers.rft.config import RFTConfig
from codeeval_gym.trainers.rft.selection import distinct, select, worthy
from codeeval_gym.trainers.rollout import Turn

__all__ = ["Learner"]

_KEPT, _START = "kept.json", "start.safetensors"


class Learner(LikelihoodLearner[RFTConfig]):
    """Holds what is trained, and what is learnt from: the programs of the last iterations.

    Args:
        model: A causal language model of transformers, updated in place.
        config: All settings.
        reference: As for :class:`~codeeval_gym.trainers.likelihood.LikelihoodLearner`.
    """

    def __init__(self, model: Any, config: RFTConfig, reference: Any = None) -> None:
        super().__init__(model, config, reference)
        self.kept: list[list[Example]] = []
        self.start: dict[str, Tensor] = {}
        if config.base == "start":
            self.start = {name: x.detach().clone() for name, x in self._trained().items()}

    def _trained(self) -> dict[str, torch.nn.Parameter]:
        named = self.scorer.model.named_parameters()
        return {name: parameter for name, parameter in named if parameter.requires_grad}

    def improve(
        self,
        turns: Sequence[Turn],
        scored: Scored | None,
        iteration: int,
        chance: np.random.Generator,
    ) -> dict[str, float]:
        """Choose programs and learn from them."""
        found: list[Example] = gather_object(worthy(turns, self.config))
        chosen = select(found, self.config, chance)
        self.kept = [*self.kept, chosen][-self.config.window :]
        if self.start:
            self._start_again()
        everything = distinct([one for part in self.kept for one in part])
        metrics = Imitator.of(self.stepper(), self.config).run(everything, chance)
        return metrics | {
            "selection/worthy": float(len(found)),
            "selection/distinct": float(len(distinct(found))),
            "selection/kept": float(len(chosen)),
            "selection/challenges": float(len({one.challenge_id for one in chosen})),
        }

    @torch.no_grad()
    def _start_again(self) -> None:
        """The weights that the run began with, and an optimiser that has seen nothing."""
        for name, parameter in self._trained().items():
            parameter.copy_(self.start[name])
        self.optimizer.state.clear()

    def write(self, folder: Path, policy: LLMAdapter) -> dict[str, Any]:
        """Write the models, and what else is remembered.

        kept.json             the programs of the last iterations, where they are learnt from again
        start.safetensors     weights at the start of the run, where it goes back to them
        """
        if self.config.window > 1:
            data = [[asdict(example) for example in part] for part in self.kept]
            (folder / _KEPT).write_text(json.dumps(data), encoding="utf-8")
        if self.start:
            save_file(self.start, folder / _START)
        return super().write(folder, policy)

    def read(self, folder: Path, state: Mapping[str, Any]) -> None:
        """Take back the programs and the weights at the start."""
        if self.config.window > 1:
            data = json.loads((folder / _KEPT).read_text(encoding="utf-8"))
            self.kept = [[_example(one) for one in part] for part in data]
        if self.start:
            device = self.accelerator.device
            self.start = {name: x.to(device) for name, x in load_file(folder / _START).items()}


def _example(data: Mapping[str, Any]) -> Example:
    return Example(
        str(data["challenge_id"]), tuple(data["prompt"]), tuple(data["program"]), data["reward"]
    )
