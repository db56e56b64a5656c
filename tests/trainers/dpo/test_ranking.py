"""Whom to believe, by hand."""

import numpy as np
import pytest

from codeeval_gym.trainers.dpo.ranking import mutual_scores


def test_by_hand() -> None:
    """Two rounds of d = 0.5; program 0 passes both tests, program 1 the first.

    Round 1: programs 0.5 + 0.5 · (2, 1) = (1.5, 1), tests 0.5 + 0.5 · (2, 1) = (1.5, 1).
    Round 2: programs (0.75 + 0.5 · 2.5, 0.5 + 0.5 · 1.5) = (2, 1.25), and so the tests.
    """
    found = mutual_scores(np.array([[True, True], [True, False]]), damping=0.5, rounds=2)

    assert found.programs.tolist() == pytest.approx([1.0, 0.625])
    assert found.tests.tolist() == pytest.approx([1.0, 0.625])


def test_many_that_agree_are_believed_and_one_with_claims_of_its_own_is_not() -> None:
    """Three programs share two answers; a fourth claims two others, which only it passes."""
    passed = np.array([[1, 1, 0, 0]] * 3 + [[0, 0, 1, 1]], dtype=bool)
    programs, tests = mutual_scores(passed)

    assert programs[0] == programs[1] == programs[2] > 100 * programs[3]
    assert tests[0] == tests[1] > 100 * tests[2]


def test_equal_numbers_of_tests_are_told_apart_by_who_else_passes_them() -> None:
    """Counting passed tests could not: each of the programs 0 and 1 passes one."""
    passed = np.array([[1, 0], [0, 1], [1, 0]], dtype=bool)
    programs, _ = mutual_scores(passed)

    assert programs[0] > programs[1]


def test_it_does_not_grow_with_rounds_and_no_link_is_no_preference() -> None:
    many = mutual_scores(np.ones((5, 9), dtype=bool), rounds=5000)
    none = mutual_scores(np.zeros((2, 3), dtype=bool))

    assert np.isfinite(many.programs).all()
    assert many.programs.max() <= 1
    assert none.programs[0] == none.programs[1]
    assert mutual_scores(np.zeros((0, 0), dtype=bool)).programs.shape == (0,)
