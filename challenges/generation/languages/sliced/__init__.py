"""C++, Java, JavaScript and Rust: functions cut out by their syntax tree."""

from codeeval_gym.challenges.generation.languages.sliced.cpp import Cpp
from codeeval_gym.challenges.generation.languages.sliced.java import Java
from codeeval_gym.challenges.generation.languages.sliced.javascript import JavaScript
from codeeval_gym.challenges.generation.languages.sliced.rust import Rust

__all__ = ["Cpp", "Java", "JavaScript", "Rust"]
