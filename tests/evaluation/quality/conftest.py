from collections.abc import Iterator

import pytest

from codeeval_gym.evaluation.quality import QualityAnalyser


@pytest.fixture(scope="session")
def analyser() -> Iterator[QualityAnalyser]:
    analyser = QualityAnalyser()
    yield analyser
    analyser.close()
