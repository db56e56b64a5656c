"""Quality: what analysers say of a text, without executing it."""

from codeeval_gym.evaluation.quality.analyser import QualityAnalyser, security_rules
from codeeval_gym.evaluation.quality.settings import QualitySettings

__all__ = ["QualityAnalyser", "QualitySettings", "security_rules"]
