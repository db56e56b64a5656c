"""How training goes, for a person: live on a terminal, one line an iteration elsewhere."""

from collections.abc import Mapping
from types import TracebackType

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

__all__ = ["Progress"]


class Progress:
    """Shows iteration, pass rate, reward terms, KL, programs per second and time left.

    Args:
        console: Where to; ``None`` means standard error, so that output can be piped.
    """

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(stderr=True)
        self._live = Live(console=self.console, auto_refresh=False, transient=False)
        self._first: Mapping[str, float] | None = None

    def __enter__(self) -> "Progress":
        if self.console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._live.stop()

    def update(self, row: Mapping[str, float], share: float, seconds_left: float) -> None:
        """Show one iteration.

        Args:
            row: Its metrics.
            share: Of the training that is behind us, 0 to 1.
            seconds_left: Estimated.
        """
        self._first = self._first or row
        if self.console.is_terminal:
            self._live.update(self._panel(row, share, seconds_left), refresh=True)
        else:
            self.console.print(_line(row, seconds_left), soft_wrap=True, highlight=False)

    def _panel(self, row: Mapping[str, float], share: float, left: float) -> RenderableType:
        table = Table(box=None, padding=(0, 2), show_header=True, header_style="dim")
        for name in ("", "now", "at the start"):
            table.add_column(name, justify="left" if not name else "right")
        for label, name in _shown(row):
            begun = (self._first or row).get(name)
            table.add_row(label, f"{row[name]:.3f}", "" if begun is None else f"[dim]{begun:.3f}")
        head = Text(
            f"Iteration {row['iteration']:.0f} · {row['episodes']:.0f} episodes · "
            f"{row['programs_per_second']:.0f} programs/s · {_clock(left)} left"
        )
        return Group(head, ProgressBar(total=1.0, completed=share, width=60), table)


def _shown(row: Mapping[str, float]) -> list[tuple[str, str]]:
    """Label and metric, of what there is: a trainer without a reference has no KL to it."""
    terms = [name for name in row if name.startswith("reward/") and name != "reward/mean"]
    named = [
        ("pass rate", "pass_rate"),
        ("reward", "reward/mean"),
        *((f"  {name.removeprefix('reward/')}", name) for name in terms),
        ("KL to reference", "kl/reference"),
    ]
    return [(label, name) for label, name in named if name in row]


def _line(row: Mapping[str, float], left: float) -> str:
    figures = " · ".join(f"{label.strip()} {row[name]:.3f}" for label, name in _shown(row))
    return (
        f"iteration {row['iteration']:.0f} · {figures} · "
        f"{row['programs_per_second']:.0f} programs/s · {_clock(left)} left"
    )


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"
