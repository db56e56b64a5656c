"""What people see: progress and the learning curve."""

import io
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from rich.console import Console

from codeeval_gym.trainers.curve import draw_learning_curve
from codeeval_gym.trainers.progress import Progress

ROW = {
    "iteration": 12.0,
    "episodes": 1536.0,
    "pass_rate": 0.25,
    "reward/mean": 0.5,
    "reward/tests": 0.375,
    "kl/reference": 1.5,
    "programs_per_second": 48.4,
}
FIGURES = ("12", "0.250", "0.500", "0.375", "1.500", "48 programs/s", "2:05 left")


@pytest.mark.parametrize("terminal", [True, False], ids=["terminal", "pipe"])
def test_progress_names_every_figure(terminal: bool) -> None:
    text = io.StringIO()
    console = Console(file=text, force_terminal=terminal, width=100, color_system=None)
    with Progress(console) as progress:
        progress.update(ROW, 0.5, 125.2)

    for figure in (*FIGURES, "pass rate", "tests", "KL"):
        assert figure in text.getvalue()


def test_a_pipe_gets_one_line_an_iteration() -> None:
    text = io.StringIO()
    with Progress(Console(file=text, width=20)) as progress:
        progress.update(ROW, 0.5, 1.0)
        progress.update(ROW, 0.5, 1.0)

    assert len(text.getvalue().splitlines()) == 2


def test_the_curve_is_drawn_in_both_forms(tmp_path: Path) -> None:
    draw_learning_curve([ROW, ROW | {"iteration": 13.0}], tmp_path)

    root = ET.parse(tmp_path / "learning_curve.svg").getroot()
    assert root.tag.endswith("svg")
    assert (tmp_path / "learning_curve.png").read_bytes().startswith(b"\x89PNG")


def test_of_no_iteration_nothing_is_drawn(tmp_path: Path) -> None:
    draw_learning_curve([], tmp_path)

    assert not list(tmp_path.iterdir())
