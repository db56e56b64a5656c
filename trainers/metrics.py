"""What a rollout says about the policy, in figures that add up over processes."""

from collections.abc import Mapping, Sequence

from codeeval_gym.trainers.rollout import Rollout, Turn
from codeeval_gym.types import Verdict

__all__ = ["means", "tally"]

Tally = Mapping[str, tuple[float, float]]
"""Name to sum and count."""


def tally(rollout: Rollout) -> Tally:
    """Sums and counts of the metrics of a rollout, as documented in ``docs/ppo.md``.

    Episodes that infrastructure failed are in ``infra/share`` and in nothing else.
    """
    turns = rollout.kept()
    last = {turn.episode: turn for turn in turns}.values()
    episodes, programs = float(len(last)), float(len(turns))
    failed = float(len(rollout.failed))
    accepted = [turn.verdict == Verdict.ACCEPTED for turn in last]
    return {
        "pass_rate": (float(sum(accepted)), episodes),
        "reward/mean": (sum(turn.reward for turn in turns), episodes),
        **_terms(turns),
        **{
            f"verdict/{verdict}": (float(sum(t.verdict == verdict for t in turns)), programs)
            for verdict in Verdict
        },
        "program/tokens": (float(sum(len(turn.program) for turn in turns)), programs),
        "program/truncated": (float(sum(turn.truncated for turn in turns)), programs),
        "infra/share": (failed, episodes + failed),
    }


def means(tallies: Sequence[Tally]) -> dict[str, float]:
    """Join what the processes counted; a name that counted nothing is left out."""
    names = {name: None for tally in tallies for name in tally}  # a set that keeps its order
    joined = {}
    for name in names:
        pairs = [tally[name] for tally in tallies if name in tally]
        count = sum(count for _, count in pairs)
        if count:
            joined[name] = sum(total for total, _ in pairs) / count
    return joined


def _terms(turns: Sequence[Turn]) -> dict[str, tuple[float, float]]:
    names = sorted({name for turn in turns for name in turn.terms})
    columns = {name: [t.terms[name] for t in turns if name in t.terms] for name in names}
    return {f"reward/{name}": (sum(x), float(len(x))) for name, x in columns.items()}
