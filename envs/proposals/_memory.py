"""A memory of proposals: a second visit to the same draft costs nothing."""

from collections.abc import Sequence

from codeeval_gym.envs.proposals._seam import Draft, Proposal, Proposer

__all__ = ["Remembered"]


class Remembered:
    """Asks a proposer only for drafts that it was not asked for before.

    Args:
        proposer: Who is asked.
        size: The most drafts that are kept, at least 1; the one that was used longest ago goes
            first. With 4 proposals of 200 numbers one takes about 4 kB.

    Raises:
        ValueError: If ``size`` is below 1.
    """

    def __init__(self, proposer: Proposer, size: int = 20_000) -> None:
        if size < 1:
            raise ValueError(f"A memory keeps at least 1 draft, not {size!r}.")
        self.proposer = proposer
        self.width = proposer.width
        self._size = size
        self._kept: dict[tuple[bytes, int], list[Proposal]] = {}

    def propose(self, drafts: Sequence[Draft], k: int) -> list[list[Proposal]]:
        """As :meth:`Proposer.propose`."""
        missing = {
            draft.identity: draft for draft in drafts if (draft.identity, k) not in self._kept
        }
        asked = self.proposer.propose(list(missing.values()), k) if missing else []
        new = dict(zip(missing, asked, strict=True))
        found = [
            new[draft.identity] if draft.identity in new else self._kept[draft.identity, k]
            for draft in drafts
        ]
        for draft, proposals in zip(drafts, found, strict=True):
            self._kept.pop((draft.identity, k), None)  # what was used last stands last
            self._kept[draft.identity, k] = proposals
        while len(self._kept) > self._size:
            del self._kept[next(iter(self._kept))]
        return found
