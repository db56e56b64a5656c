"""Programs of Python's own tokens: vocabulary, grammar, and text from tokens and back."""

from codeeval_gym.envs.tokens.python.grammar import python_grammar
from codeeval_gym.envs.tokens.python.pushdown import Grammar, Pushdown
from codeeval_gym.envs.tokens.python.vocabulary import SLOTS, WORDS, Python

__all__ = ["SLOTS", "WORDS", "Grammar", "Pushdown", "Python", "python_grammar"]
