"""The judge. Everything that rewards, reports and tests know of a program comes from here."""

from codeeval_gym.evaluation.compare import comparators, matches
from codeeval_gym.evaluation.engine import DEFAULT_PARTS, PARTS, EvaluationEngine
from codeeval_gym.evaluation.exchanges import same_action

__all__ = ["DEFAULT_PARTS", "PARTS", "EvaluationEngine", "comparators", "matches", "same_action"]
