"""What may come next in a program: one seam, and what proposes on it without a language model."""

from codeeval_gym.envs.proposals._making import ProposerSpec, make, proposers
from codeeval_gym.envs.proposals._memory import Remembered
from codeeval_gym.envs.proposals._seam import Draft, Proposal, Proposer
from codeeval_gym.envs.proposals._slate import Slate
from codeeval_gym.envs.proposals._tables import FunctionProposals, NgramProposals

__all__ = [
    "Draft",
    "FunctionProposals",
    "NgramProposals",
    "Proposal",
    "Proposer",
    "ProposerSpec",
    "Remembered",
    "Slate",
    "make",
    "proposers",
]
