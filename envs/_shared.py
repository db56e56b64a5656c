"""What the single and the vector environment offer alike."""

from codeeval_gym.challenges import Dataset
from codeeval_gym.challenges.samplers import Curriculum
from codeeval_gym.envs.world import World
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.rewards import RewardModel

__all__ = ["OfWorld"]


class OfWorld:
    """Shows what lies behind an environment; a base class beside Gymnasium's."""

    _world: World

    @property
    def challenges(self) -> Dataset:
        """The challenges that episodes are drawn from."""
        return self._world.challenges

    @property
    def language(self) -> str:
        """What programs are written in."""
        return self._world.rules.language

    @property
    def curriculum(self) -> Curriculum:
        """What draws them, and is told how episodes end."""
        return self._world.curriculum

    @property
    def train_refusal(self) -> tuple[str, str] | None:
        """Why a policy must not be trained here: a challenge's id and the reason; or ``None``."""
        return self._world.train_refusal

    @property
    def training_step(self) -> int:
        """Training steps taken so far: a trainer sets it, and schedules of weights go by it."""
        return self._world.training_step

    @training_step.setter
    def training_step(self, step: int) -> None:
        """Set it."""
        self._world.training_step = step

    @property
    def engine(self) -> EvaluationEngine:
        """What runs and judges programs."""
        return self._world.engine

    @property
    def reward_model(self) -> RewardModel:
        """What pays for them."""
        return self._world.rules.reward_model
