"""PPO for language models that write programs."""

from pathlib import Path
from typing import Any, Self

import torch

from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers.checkpoint import read_models
from codeeval_gym.trainers.ppo.config import PPOConfig
from codeeval_gym.trainers.ppo.learner import Learner
from codeeval_gym.trainers.ppo.supervision import Supervision
from codeeval_gym.trainers.process.head import ProcessHead
from codeeval_gym.trainers.process.labelling import Labeller, labeller_for
from codeeval_gym.trainers.process.supervisor import Part, ProcessSupervisor
from codeeval_gym.trainers.trainer import Callback, Environment, Trainer

__all__ = ["Callback", "PPOTrainer"]


class PPOTrainer(Trainer[PPOConfig, Learner]):
    """Proximal policy optimisation of a language model on an environment of programs.

    Usage, every metric and every choice: ``docs/ppo.md``.

    Args:
        policy: The language model, trained in place.
        env: An id, an environment, or a vector environment (the fast way: programs are written
            and judged side by side).
        config: Settings; ``None`` means the defaults.
        reference: The model that the KL is measured to; ``None`` means a copy of the policy as it
            is now, or, of a policy with an adapter, the model without it.
        labeller: Finds out up to where programs can be completed, for process supervision;
            ``None`` means that the policy completes and the environment's engine judges.

    Raises:
        ConfigError: If environment, model and settings do not fit together.
        ChallengeError: If the environment holds a challenge that may not be trained on.
    """

    algorithm = "ppo"
    config_type = PPOConfig

    def __init__(
        self,
        policy: LLMAdapter,
        env: Environment,
        config: PPOConfig | None = None,
        *,
        reference: Any = None,
        labeller: Labeller | None = None,
    ) -> None:
        config = config or PPOConfig()
        super().__init__(policy, env, config, Learner(policy.model, config, reference))
        try:
            supervisor = self._supervisor(labeller) if config.has_process else None
        except BaseException:
            self.slots.close()
            raise
        self.learner.supervision = Supervision(policy, self.slots.env, config, supervisor)

    def _supervisor(self, labeller: Labeller | None) -> ProcessSupervisor:
        config, learner = self.config, self.learner
        if labeller is None:
            labeller = labeller_for(
                self.slots.env,
                self.policy,
                samples=config.process_samples,
                max_new_tokens=config.max_new_tokens,
                temperature=config.temperature,
            )
        accelerator = learner.accelerator
        return ProcessSupervisor(
            self.policy,
            labeller,
            ProcessHead(learner.actor_critic.value_head.in_features, accelerator.device),
            labels=config.process_labels,
            every=config.process_every,
            seed=config.seed,
            reduce=learner.reduce,
            part=Part(accelerator.process_index, accelerator.num_processes),
        )

    @classmethod
    def read(
        cls, folder: Path, env: Environment, config: PPOConfig, device: str | torch.device
    ) -> Self:
        """Make the trainer of the policy and the reference in a checkpoint."""
        policy, reference = read_models(folder, device)
        return cls(policy, env, config, reference=reference)
