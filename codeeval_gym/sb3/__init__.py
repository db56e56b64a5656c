"""stable-baselines3 on the environments whose actions are numbers. Needs the extra ``[sb3]``.

>>> from codeeval_gym.sb3 import TokenFeaturesExtractor, make_sb3_vec_env  # doctest: +SKIP
>>> env = make_sb3_vec_env("CodeEval-Python-Tokens-v0", n_envs=16, seed=0)  # doctest: +SKIP
"""

from codeeval_gym.sb3.extractor import TokenFeaturesExtractor
from codeeval_gym.sb3.measuring import RandomPolicy, Score, measure, table
from codeeval_gym.sb3.vec_env import PooledVecEnv, make_sb3_vec_env

__all__ = [
    "PooledVecEnv",
    "RandomPolicy",
    "Score",
    "TokenFeaturesExtractor",
    "make_sb3_vec_env",
    "measure",
    "table",
]
