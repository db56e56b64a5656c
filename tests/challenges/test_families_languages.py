"""The families in the languages beside Python: starters, references and their verdicts."""

import dataclasses
import os
import random

import pytest

from codeeval_gym.challenges import families
from codeeval_gym.challenges.families import Family
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.types import Challenge, Evaluation

FULL = os.environ.get("CODEEVAL_FULL") == "1"
JUDGED = {"javascript": 10, "java": 6, "cpp": 2, "rust": 4}
"""How many templates are judged in each language: a compiler takes most of a second."""

# A dict of C++ or Rust does not keep the order that decides ties; they have no type for a list of
# lists of any depth; `final` and `restrict` are words of the language, and names that are drawn.
NOT_EVERYWHERE = {
    "clamp": {"cpp"},
    "last-or-default": {"java", "rust"},
    "key-of-largest": {"cpp", "rust"},
    "key-of-smallest": {"cpp", "rust"},
    "nested-sum": {"cpp", "rust"},
    "nested-count": {"cpp", "rust"},
}


def templates(language: str) -> list[Family]:
    """Every template as a family of its own: all, or always the same few."""
    found = [
        dataclasses.replace(family, templates=(template,))
        for family in families.all()
        for template in family.templates
        if language in family.languages
    ]
    return found if FULL else random.Random(0).sample(found, JUDGED[language])


@pytest.mark.parametrize("family", families.all(), ids=lambda family: family.name)
def test_a_family_is_for_all_languages_but_a_few_that_are_named(family: Family) -> None:
    missing = {"python", "javascript", "java", "cpp", "rust"} - set(family.languages)
    assert missing == NOT_EVERYWHERE.get(family.name, set())


@pytest.mark.parametrize("family", families.all(), ids=lambda family: family.name)
def test_every_language_has_a_starter_that_its_reference_begins_with(family: Family) -> None:
    for number in range(3):
        challenge = family.challenge(family.splits[-1], number)
        assert set(challenge.starter) == set(challenge.references) == set(challenge.languages)
        for language, reference in challenge.references.items():
            assert reference.startswith(challenge.starter[language])
            assert "$" not in reference


@pytest.mark.parametrize("language", JUDGED)
def test_references_are_accepted(language: str, engine: EvaluationEngine) -> None:
    pairs: list[tuple[Challenge, str]] = []
    for family in templates(language):
        for number in range(3 if FULL else 1):
            challenge = family.challenge(family.splits[-1], number)
            pairs.append((challenge, challenge.references[language]))
    refused = []
    judged = engine.evaluate_batch(pairs, language=language, need={"tests"})
    for (challenge, program), item in zip(pairs, judged, strict=True):
        assert isinstance(item, Evaluation)
        if item.verdict != "accepted":
            refused.append((challenge.id, program, item.tests))
    assert refused == []
