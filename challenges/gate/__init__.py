"""The gate that everything passes before it is a challenge."""

from codeeval_gym.challenges.gate.examination import QUICK, admit, examine, require_admitted
from codeeval_gym.challenges.gate.findings import REFUSED, Finding, GateReport, Kind
from codeeval_gym.challenges.gate.minimising import minimise
from codeeval_gym.challenges.gate.settings import GateSettings
from codeeval_gym.challenges.gate.trivial import trivial_programs

__all__ = [
    "QUICK",
    "REFUSED",
    "Finding",
    "GateReport",
    "GateSettings",
    "Kind",
    "admit",
    "examine",
    "minimise",
    "require_admitted",
    "trivial_programs",
]
