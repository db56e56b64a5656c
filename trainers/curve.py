"""A run's learning curve as a picture."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

__all__ = ["draw_learning_curve"]

WINDOW = 10
"""Iterations that the bold line averages over."""
PLACE = {"left": 0.13, "right": 0.98, "bottom": 0.1, "top": 0.93, "hspace": 0.08}
"""Where the axes are, in parts of the picture: finding it out takes as long as drawing."""
LABELS = -0.085
"""Where the names of the upright axes are, in parts of the axes' width."""


def draw_learning_curve(rows: Sequence[Mapping[str, float]], folder: Path) -> None:
    """Write ``learning_curve.svg`` and ``.png``: pass rate and reward, and KL below them.

    Args:
        rows: From :func:`~codeeval_gym.trainers.tracker.read_metrics`; nothing is drawn of none.
        folder: Where the pictures go.
    """
    if not rows:
        return
    figure = Figure(figsize=(7, 5))  # no pyplot: it would need a display
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=[3, 1], gridspec_kw=PLACE)
    iterations = [row["iteration"] for row in rows]
    # Dashed above solid: where right programs alone are paid for, the two are the same line.
    for name, label, colour, style in (
        ("pass_rate", "pass rate", "#0b6e4f", "solid"),
        ("reward/mean", "mean reward", "#c1666b", "dashed"),
    ):
        values = [row[name] for row in rows]
        above.plot(iterations, values, color=colour, alpha=0.25, linewidth=1)
        above.plot(
            iterations, _smooth(values), color=colour, linestyle=style, linewidth=2, label=label
        )
    above.set(ylim=(0, 1), ylabel="training challenges")
    above.set_title("Learning curve", y=1.02)
    above.legend(loc="lower right", frameon=False)
    gone = [row.get("kl/reference", math.nan) for row in rows]  # not every trainer has one
    below.plot(iterations, gone, color="#4a6fa5")
    below.set(xlabel="iteration", ylabel="KL, nats\nper program")
    below.xaxis.set_major_locator(MaxNLocator(integer=True))
    for axes in (above, below):
        axes.yaxis.set_label_coords(LABELS, 0.5)
        axes.spines[["top", "right"]].set_visible(False)
    FigureCanvasSVG(figure).print_figure(folder / "learning_curve.svg")
    FigureCanvasAgg(figure).print_figure(folder / "learning_curve.png", dpi=150)


def _smooth(values: Sequence[float]) -> list[float]:
    """Mean of each value and up to ``WINDOW - 1`` before it."""
    windows = [values[max(0, end - WINDOW) : end] for end in range(1, len(values) + 1)]
    return [sum(window) / len(window) for window in windows]
