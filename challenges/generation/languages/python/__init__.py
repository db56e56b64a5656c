"""Python, as generation sees it: found and cut with ``ast``, executed in the sandbox alone."""

from codeeval_gym.challenges.generation.languages.python.language import Python

__all__ = ["Python"]
