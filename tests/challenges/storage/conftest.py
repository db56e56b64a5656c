import dataclasses

import pytest

from codeeval_gym.types import CallTest, Challenge, Limits, Rights, Scaling


@pytest.fixture
def rich(doubling: Challenge) -> Challenge:
    """Every field holds something, and what is hidden can be told by the word SECRET."""
    return dataclasses.replace(
        doubling,
        id="tests/rich",
        languages=("python", "rust"),
        hidden_tests=(CallTest((715517,), {"SECRET-hidden": (float("inf"), b"x")}),),
        references={"python": "def double(n):\n    SECRET_reference = n\n    return 2 * n\n"},
        starter={"python": "def double(n):\n"},
        context="Numbers are whole.",
        limits=Limits(wall_seconds=3),
        requirements=("numpy",),
        source="SECRET-repository/src/double.py:17",
        licence="Apache-2.0",
        rights=Rights(train_allowed=True, redistribute=False),
        family="tests/doubling",
        cluster="c1",
        adapter={"rust": "// below"},
        defects=("SECRET defect",),
        scaling=Scaling("def arguments(size, seed): SECRET", (1, 2)),
        stops=("\nclass",),
        previous={"python": "def double(n): return n\n"},
    )


@pytest.fixture
def many(rich: Challenge, doubling: Challenge) -> list[Challenge]:
    """Thirty challenges, the first of them rich."""
    others = [
        dataclasses.replace(
            doubling,
            id=f"tests/n{n}",
            tier=1 + n % 5,
            category=("lists", "strings")[n % 2],
            hidden_tests=(CallTest((n,), f"SECRET-{n}"),),
        )
        for n in range(29)
    ]
    return [rich, *others]
