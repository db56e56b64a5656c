"""Challenges that are nearly the same, joined; and splits that part none of them."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from codeeval_gym.challenges._judge import Judge
from codeeval_gym.challenges.similarity._behaviour import behaviours
from codeeval_gym.challenges.similarity._syntax import syntax_hash
from codeeval_gym.challenges.similarity._text import similar_texts
from codeeval_gym.types import Challenge, content_hash

__all__ = [
    "SHARES",
    "Duplicate",
    "clusters",
    "find_duplicates",
    "split_by_cluster",
    "split_of_cluster",
]

SHARES: Mapping[str, float] = {"train": 0.8, "validation": 0.1, "test": 0.1}
"""How much of a dataset each split gets, on average."""

_TEXT = 0.7


@dataclass(frozen=True)
class Duplicate:
    """Two challenges that are nearly the same."""

    first: str
    """A challenge's id."""
    second: str
    """Another's; the order is that in which they were given."""
    evidence: str
    """``text`` (of the prompts), ``syntax`` (of references in one language), ``behaviour`` (their
    answers to the same arguments), or ``family`` (they say so themselves)."""
    score: float
    """0 to 1: for ``text`` the share of phrases that both have, else 1."""


def find_duplicates(
    challenges: Iterable[Challenge], *, judge: Judge | None = None, text: float = _TEXT
) -> tuple[Duplicate, ...]:
    """Find challenges that are nearly the same.

    Of several that are alike by syntax or behaviour, each is paired with the first.

    Args:
        challenges: All to be compared, of any datasets; ids unique.
        judge: Runs references, to compare what they answer; ``None`` leaves that out.
        text: Prompts that share so much of their phrases are alike, 0.5 to 1.

    Raises:
        ValueError: If ``text`` is not from 0.5 to 1, or two challenges share an id.
    """
    items = list(challenges)
    if not 0.5 <= text <= 1:
        raise ValueError(f"text is a share from 0.5 to 1, not {text}.")
    if len({item.id for item in items}) < len(items):
        raise ValueError("Two of these challenges share an id.")
    found = [*_by_text(items, text), *_by_syntax(items), *_by_family(items)]
    if judge is not None:
        digests = behaviours(items, judge)
        found += _groups(((digest, key) for key, digest in digests.items()), "behaviour")
    places = {item.id: place for place, item in enumerate(items)}
    return tuple(sorted(found, key=lambda pair: (places[pair.first], places[pair.second])))


def clusters(
    challenges: Iterable[Challenge], *, judge: Judge | None = None, text: float = _TEXT
) -> dict[str, str]:
    """Name the cluster of each challenge; near duplicates have the same.

    A name is made of the content of one of the cluster's challenges, the same on every machine
    and in whatever order they come.

    Args:
        challenges: As :func:`find_duplicates`.
        judge: As :func:`find_duplicates`.
        text: As :func:`find_duplicates`.

    Raises:
        ValueError: As :func:`find_duplicates`.
    """
    items = list(challenges)
    joined = {item.id: item.id for item in items}

    def root(challenge_id: str) -> str:
        while joined[challenge_id] != challenge_id:
            joined[challenge_id] = joined[joined[challenge_id]]
            challenge_id = joined[challenge_id]
        return challenge_id

    for pair in find_duplicates(items, judge=judge, text=text):
        joined[root(pair.first)] = root(pair.second)
    lowest: dict[str, str] = {}
    for item in items:
        name = content_hash(replace(item, cluster=""))[:16]  # what was found before does not count
        lowest[root(item.id)] = min(name, lowest.get(root(item.id), name))
    return {item.id: lowest[root(item.id)] for item in items}


def split_of_cluster(cluster: str, shares: Mapping[str, float] = SHARES) -> str:
    """The split that a cluster belongs to, always the same, whatever else there is.

    Args:
        cluster: Its name.
        shares: Split to share; they add up to 1.

    Raises:
        ValueError: If the shares do not add up to 1.
    """
    if abs(sum(shares.values()) - 1) > 1e-9 or min(shares.values()) < 0:
        raise ValueError(f"Shares of splits add up to 1, not {dict(shares)}.")
    at = int.from_bytes(hashlib.sha256(cluster.encode()).digest()[:8]) / 2**64
    for split, share in shares.items():
        at -= share
        if at < 0:
            return split
    return list(shares)[-1]


def split_by_cluster(
    challenges: Iterable[Challenge],
    *,
    shares: Mapping[str, float] = SHARES,
    judge: Judge | None = None,
) -> dict[str, tuple[Challenge, ...]]:
    """Deal challenges out to splits so that no cluster is parted; each is given its cluster.

    Args:
        challenges: As :func:`find_duplicates`.
        shares: Split to share; they add up to 1.
        judge: As :func:`find_duplicates`.

    Raises:
        ValueError: As :func:`find_duplicates`, or if the shares do not add up to 1.
    """
    items = list(challenges)
    names = clusters(items, judge=judge)
    dealt: dict[str, list[Challenge]] = {split: [] for split in shares}
    for item in items:
        split = split_of_cluster(names[item.id], shares)
        dealt[split].append(replace(item, cluster=names[item.id]))
    return {split: tuple(part) for split, part in dealt.items()}


def _by_text(items: Sequence[Challenge], threshold: float) -> Iterator[Duplicate]:
    for one, other, score in similar_texts([item.prompt for item in items], threshold):
        yield Duplicate(items[one].id, items[other].id, "text", score)


def _by_syntax(items: Sequence[Challenge]) -> Iterator[Duplicate]:
    hashes = (
        ((language, syntax_hash(program, language)), item.id)
        for item in items
        for language, program in item.references.items()
    )
    return _groups(hashes, "syntax")


def _by_family(items: Sequence[Challenge]) -> Iterator[Duplicate]:
    return _groups(((item.family, item.id) for item in items if item.family), "family")


def _groups(keyed: Iterable[tuple[object, str]], evidence: str) -> Iterator[Duplicate]:
    """Pair each id with the first of the same key."""
    groups: dict[object, list[str]] = defaultdict(list)
    for key, challenge_id in keyed:
        groups[key].append(challenge_id)
    seen: set[tuple[str, str]] = set()
    for first, *others in groups.values():
        for other in others:
            if (first, other) not in seen:
                seen.add((first, other))
                yield Duplicate(first, other, evidence, 1.0)
