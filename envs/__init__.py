"""Gymnasium environments in which the action is a program."""

from codeeval_gym.envs.code_eval import CodeEvalEnv
from codeeval_gym.envs.config import EnvConfig
from codeeval_gym.envs.feedback import FeedbackPolicy
from codeeval_gym.envs.multi_objective import MultiObjectiveEnv
from codeeval_gym.envs.recording import RecordEpisodes, RecordVectorEpisodes
from codeeval_gym.envs.spaces import CodeText
from codeeval_gym.envs.topk import TopKEnv
from codeeval_gym.envs.vector import CodeEvalVectorEnv

__all__ = [
    "CodeEvalEnv",
    "CodeEvalVectorEnv",
    "CodeText",
    "EnvConfig",
    "FeedbackPolicy",
    "MultiObjectiveEnv",
    "RecordEpisodes",
    "RecordVectorEpisodes",
    "TopKEnv",
]
