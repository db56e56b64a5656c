"""Programs written token by token: the environment, and the vocabularies it can write in."""

from codeeval_gym.envs.tokens.env import InvalidAction, TokensEnv
from codeeval_gym.envs.tokens.python import Python
from codeeval_gym.envs.tokens.texts import Bytes, Characters
from codeeval_gym.envs.tokens.tokenizer import TokenizerVocabulary
from codeeval_gym.envs.tokens.vocabulary import (
    Vocabulary,
    VocabularySpec,
    Writer,
    make,
    vocabularies,
)

__all__ = [
    "Bytes",
    "Characters",
    "InvalidAction",
    "Python",
    "TokenizerVocabulary",
    "TokensEnv",
    "Vocabulary",
    "VocabularySpec",
    "Writer",
    "make",
    "vocabularies",
]
