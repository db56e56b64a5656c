"""DQN for language models that write programs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import numpy as np
import torch
from accelerate.utils import gather_object

from codeeval_gym.errors import ConfigError
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers.batches import Programs
from codeeval_gym.trainers.checkpoint import read_state
from codeeval_gym.trainers.dqn.adapters import ONLINE
from codeeval_gym.trainers.dqn.config import DQNConfig
from codeeval_gym.trainers.dqn.demonstrations import demonstrate
from codeeval_gym.trainers.dqn.exploration import chosen, program_values
from codeeval_gym.trainers.dqn.learner import Learner
from codeeval_gym.trainers.interrupts import Interrupts
from codeeval_gym.trainers.rollout import Generate
from codeeval_gym.trainers.trainer import Environment, Trainer

__all__ = ["DECODINGS", "DQNTrainer"]

DECODINGS = ("greedy", "sample", "rerank")
"""How :meth:`DQNTrainer.predict` writes: the best token each time; drawn from softmax(Q/τ); or
several programs drawn so, of which the one of the highest mean Q over its tokens is taken."""


class DQNTrainer(Trainer[DQNConfig, Learner]):
    """Deep Q-learning of a language model on an environment of programs.

    Usage, every metric and every choice: ``docs/dqn.md``.

    Args:
        policy: The language model. Adapters are put into it; its own weights stay as they are.
        env: An id, an environment, or a vector environment (the fast way: programs are written
            and judged side by side).
        config: Settings; ``None`` means the defaults.

    Raises:
        ConfigError: If environment, model and settings do not fit together.
        ChallengeError: If the environment holds a challenge that may not be trained on.
        ImportError: If ``peft`` is not installed.
    """

    algorithm = "dqn"
    config_type = DQNConfig

    def __init__(
        self, policy: LLMAdapter, env: Environment, config: DQNConfig | None = None
    ) -> None:
        config = config or DQNConfig()
        super().__init__(policy, env, config, Learner(policy, config))

    @classmethod
    def read(
        cls, folder: Path, env: Environment, config: DQNConfig, device: str | torch.device
    ) -> Self:
        """Make the trainer of the reference in a checkpoint; the adapters are put on it later."""
        read_state(folder)  # before anything large is read
        return cls(LLMAdapter(folder / "reference", device=device), env, config)

    @property
    def generate(self) -> Generate:
        """What writes programs while collecting."""
        return self.learner.explorer

    def begin(self, interrupts: Interrupts) -> None:
        """Fill the replay with references and mutants, judged, before the first iteration.

        Args:
            interrupts: Polled between two batches of programs.

        Raises:
            ConfigError: If the environment has no references, or none could be judged.
        """
        config, accelerator = self.config, self.learner.accelerator
        mine = np.array_split(
            np.random.SeedSequence([config.seed, 2**32 - 1]).generate_state(config.seed_challenges),
            accelerator.num_processes,
        )[accelerator.process_index]
        if not config.seed_challenges:
            return
        found = demonstrate(
            self.policy,
            self.slots,
            mine.tolist(),
            mutants_each=config.seed_mutants,
            max_new_tokens=config.max_new_tokens,
            language=getattr(self.slots.env.unwrapped, "language", "python"),
            poll=interrupts.poll if accelerator.num_processes == 1 else lambda: None,
        )
        if not sum(gather_object([len(found)])):
            raise ConfigError(
                f"None of {config.seed_challenges} challenges gave a reference that could be "
                "judged. Look at the environment's challenges and sandbox (codeeval-gym doctor), "
                "or set seed_challenges to 0."
            )
        self.learner.replay.add(found)

    def predict(
        self,
        observation: Mapping[str, Any],
        *,
        deterministic: bool = True,
        decode: str | None = None,
        samples: int = 8,
    ) -> str:
        """Write a program.

        Args:
            observation: Of the environment, one episode's.
            deterministic: True decodes ``greedy``, False ``sample``, unless ``decode`` is given.
            decode: One of :data:`DECODINGS`; ``None`` leaves it to ``deterministic``.
            samples: Programs among which ``rerank`` chooses. At the level of programs all
                decodings choose among programs that the reference writes: ``greedy`` the best of
                as many as in training, ``sample`` by softmax(Q/τ), ``rerank`` the best of these.

        Raises:
            ValueError: If there is no such decoding, or no sample.
        """
        decode = decode or ("greedy" if deterministic else "sample")
        if decode not in DECODINGS or samples < 1:
            raise ValueError(
                f"Expected decode to be one of {', '.join(DECODINGS)} and at least one sample, "
                f"not {decode!r} and {samples!r}."
            )
        if self.config.level == "token" and decode != "rerank":
            return super().predict(observation, deterministic=decode == "greedy")
        count = samples if decode == "rerank" else self.config.programs
        return self._choose(observation, count, blindly=decode == "sample")

    def _choose(self, observation: Mapping[str, Any], count: int, *, blindly: bool) -> str:
        """The best of several programs by Q, or one drawn by softmax(Q/τ)."""
        config, q_model = self.config, self.learner.q_model
        room = self.policy.context
        prompt = self.policy.encode_prompt(
            self.policy.prompt_from_observation(observation),
            max_tokens=None if room is None else room - config.max_new_tokens,
        )
        sampling: dict[str, Any] = {
            "max_new_tokens": config.max_new_tokens,
            "temperature": config.temperature,
        }
        if config.level == "program":
            with q_model.adapted.switched(None):
                written = self.policy.generate([prompt] * count, **sampling)
        else:
            written = self.policy.generate([prompt] * count, **sampling)
        lengths = written.lengths.tolist()
        programs = [tuple(written.tokens[row, :n].tolist()) for row, n in enumerate(lengths)]
        if config.level == "program":
            values = program_values(q_model, [prompt] * count, programs, count)
            scores, likely = values.q[0], values.logprobs.exp()
        else:
            rows = Programs.join([prompt] * count, programs).to(self.policy.device)
            found = q_model.score(rows, q_model.propose(rows), 0, ONLINE).q[:, 0]
            # Not at the last token alone: that is V, which picks worse than chance (docs/dqn.md).
            counts = rows.mask.sum(dim=1).tolist()
            scores = torch.stack([part.mean() for part in found.split(counts)])
            likely = scores[None].softmax(dim=1)
        if blindly:
            place = int(chosen(likely.double(), torch.rand(1, dtype=torch.float64))[0])
        else:
            place = int(scores.argmax())
        return self.policy.decode_program(written.tokens[place, : lengths[place]])
