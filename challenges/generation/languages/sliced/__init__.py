"""C++, Java, JavaScript and Rust: functions cut out by their syntax tree."""

from codeeval_gym.challenges.generation.languages.sliced import cpp, java, javascript, rust

__all__ = ["cpp", "java", "javascript", "rust"]
