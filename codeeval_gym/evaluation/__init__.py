"""The judge. Everything that rewards, reports and tests know of a program comes from here."""

from codeeval_gym.evaluation.compare import comparators, matches
from codeeval_gym.evaluation.engine import DEFAULT_PARTS, PARTS, EvaluationEngine
from codeeval_gym.evaluation.exchanges import same_action
from codeeval_gym.evaluation.extraction import extract_program
from codeeval_gym.evaluation.prefixes import Completer, PrefixLabeller, labelled_lines

__all__ = [
    "DEFAULT_PARTS",
    "PARTS",
    "Completer",
    "EvaluationEngine",
    "PrefixLabeller",
    "comparators",
    "extract_program",
    "labelled_lines",
    "matches",
    "same_action",
]
