"""Challenges made from an OpenAPI description: clients, tested against a fake server."""

from codeeval_gym.challenges.openapi._drift import Drift, drifted
from codeeval_gym.challenges.openapi._generate import Generated, challenges_from_openapi
from codeeval_gym.challenges.openapi._reading import parse_description, read_description

__all__ = [
    "Drift",
    "Generated",
    "challenges_from_openapi",
    "drifted",
    "parse_description",
    "read_description",
]
