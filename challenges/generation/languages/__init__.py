"""What generation knows of each language, one module each, registered by name."""

from codeeval_gym.challenges.generation.languages._base import Language, Runner, languages

__all__ = ["Language", "Runner", "languages"]
