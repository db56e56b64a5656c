"""What generation knows of each language, one module each, registered by name."""

from codeeval_gym.challenges.generation.languages._base import Language, Runner, languages
from codeeval_gym.challenges.generation.languages.python import Python

__all__ = ["Language", "Python", "Runner", "languages"]
