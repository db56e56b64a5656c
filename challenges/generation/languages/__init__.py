"""What generation knows of each language, one module each, registered by name."""

from codeeval_gym.challenges.generation.languages._base import Language, Runner, languages
from codeeval_gym.challenges.generation.languages.python import Python
from codeeval_gym.challenges.generation.languages.sliced import Cpp, Java, JavaScript, Rust

__all__ = ["Cpp", "Java", "JavaScript", "Language", "Python", "Runner", "Rust", "languages"]
