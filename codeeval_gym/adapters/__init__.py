"""The same reward in other people's trainers: TRL, verifiers, OpenEnv, verl.

Each module here serves one of them and imports it when it is used, not before.
"""

from codeeval_gym.adapters.scoring import Scorer

__all__ = ["Scorer"]
