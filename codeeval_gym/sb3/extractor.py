"""What turns an observation of tokens into what a small policy network reads."""

import torch
from gymnasium.spaces import Box, Dict
from stable_baselines3.common.torch_layers import BaseFeaturesExtractor
from torch import Tensor, nn

__all__ = ["TokenFeaturesExtractor"]


class TokenFeaturesExtractor(BaseFeaturesExtractor):
    """The last tokens, in order; all tokens, without order; the challenge; and the place.

    Tokens are embedded. The last ``window`` of them say what may come next, the mean of all what
    has been said, and the challenge's features what is to be said. One hidden layer joins them.
    stable-baselines3 hands over every number as float32, which is exact below 2**24.

    Args:
        observation_space: Of :class:`~codeeval_gym.envs.tokens.TokensEnv`.
        features_dim: Length of the result.
        embedding_dim: Length of a token's embedding.
        window: How many of the last tokens are read in order.

    Raises:
        ValueError: If the space has no ``tokens``, ``length`` and ``task``.
    """

    def __init__(
        self,
        observation_space: Dict,
        features_dim: int = 128,
        embedding_dim: int = 32,
        window: int = 8,
    ) -> None:
        super().__init__(observation_space, features_dim)
        missing = {"tokens", "length", "task"} - set(observation_space.spaces)
        if missing:
            raise ValueError(f"The observation space has no {', '.join(sorted(missing))}.")
        tokens, task = observation_space["tokens"], observation_space["task"]
        assert isinstance(tokens, Box)
        assert isinstance(task, Box)
        self._nothing = int(tokens.high.max()) + 1  # stands before the first token
        self._places = tokens.shape[0]
        self._embed = nn.Embedding(self._nothing + 1, embedding_dim)
        self._task = nn.Linear(task.shape[0], features_dim // 2)
        joined = (window + 1) * embedding_dim + features_dim // 2 + 1
        self._join = nn.Sequential(nn.Linear(joined, features_dim), nn.ReLU())
        self.register_buffer("_back", torch.arange(-window, 0), persistent=False)
        self.register_buffer("_place", torch.arange(self._places), persistent=False)

    def forward(self, observations: dict[str, Tensor]) -> Tensor:
        """From a batch of observations to ``(batch, features_dim)``."""
        tokens, length = observations["tokens"].long(), observations["length"].long()
        places = length + self.get_buffer("_back")
        last = tokens.gather(1, places.clamp(min=0)).masked_fill(places < 0, self._nothing)
        written = (self.get_buffer("_place") < length).unsqueeze(-1)
        mean = (self._embed(tokens) * written).sum(1) / length.clamp(min=1)
        parts = (
            self._embed(last).flatten(1),
            mean,
            torch.relu(self._task(observations["task"].float())),
            length / self._places,
        )
        result: Tensor = self._join(torch.cat(parts, 1))
        return result
