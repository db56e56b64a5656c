"""Rejection-sampling fine-tuning for language models that write programs."""

from codeeval_gym.trainers.likelihood import LikelihoodTrainer
from codeeval_gym.trainers.rft.config import RFTConfig
from codeeval_gym.trainers.rft.learner import Learner

__all__ = ["RFTTrainer"]


class RFTTrainer(LikelihoodTrainer[RFTConfig, Learner]):
    """Fine-tunes a language model on those of its own programs that the sandbox accepted.

    Usage, every metric and every choice: ``docs/rft.md``. Arguments and errors:
    :class:`~codeeval_gym.trainers.likelihood.LikelihoodTrainer`.
    """

    algorithm = "rft"
    config_type = RFTConfig
    learner_type = Learner
