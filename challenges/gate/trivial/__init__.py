"""Programs without merit, in five languages: no good challenge accepts one of them."""

from codeeval_gym.challenges.gate.trivial.programs import trivial_programs

__all__ = ["trivial_programs"]
