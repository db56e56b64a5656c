"""DPO for language models that write programs."""

from typing import Any

from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers.dpo.config import DPOConfig
from codeeval_gym.trainers.dpo.learner import Learner
from codeeval_gym.trainers.dpo.verification import Verifier
from codeeval_gym.trainers.likelihood import LikelihoodTrainer
from codeeval_gym.trainers.trainer import Environment

__all__ = ["DPOTrainer"]


class DPOTrainer(LikelihoodTrainer[DPOConfig, Learner]):
    """Direct preference optimisation of a language model on pairs that execution verified.

    Usage, every metric and every choice: ``docs/dpo.md``. Arguments and errors:
    :class:`~codeeval_gym.trainers.likelihood.LikelihoodTrainer`.
    """

    algorithm = "dpo"
    config_type = DPOConfig
    learner_type = Learner

    def __init__(
        self,
        policy: LLMAdapter,
        env: Environment,
        config: DPOConfig | None = None,
        *,
        reference: Any = None,
    ) -> None:
        super().__init__(policy, env, config, reference=reference)
        if self.config.verified_by == "mutual":
            self.learner.believe = Verifier.of(
                self.slots,
                policy,
                inputs=self.config.mutual_inputs,
                damping=self.config.damping,
                rounds=self.config.rounds,
            )
