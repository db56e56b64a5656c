"""``codeeval-gym challenges list`` and ``show``: what is in a dataset. Nothing is executed."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import islice

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from codeeval_gym.challenges import Dataset, load
from codeeval_gym.challenges._dataset import Entry
from codeeval_gym.types import CallTest, Challenge, StdioTest, Test, to_dict

__all__ = ["ListRequest", "run_list", "run_show"]


@dataclass(frozen=True)
class ListRequest:
    """What the command line asked for."""

    challenges: str
    """As :func:`codeeval_gym.challenges.load` takes it."""
    split: str
    """``train``, ``validation`` or ``test``."""
    tier: int | None
    """Only this tier; ``None`` means all."""
    category: str | None
    """Only this category; ``None`` means all."""
    language: str | None
    """Only this language; ``None`` means all."""
    limit: int
    """So many rows at most; 0 means all."""


def run_list(request: ListRequest, *, as_json: bool) -> None:
    """Print how many challenges there are of each kind, and the first of them.

    Args:
        request: Which dataset, and which of its challenges.
        as_json: Print one JSON object instead of tables.

    Raises:
        ConfigError: If the dataset cannot be read.
        FileNotFoundError: If it is not there.
        UnknownNameError: If dataset, split, category or language are not known.
        ValueError: If tier or limit cannot be.
    """
    if request.limit < 0:
        raise ValueError(f"--limit is a number of rows, not {request.limit}.")
    dataset = load(request.challenges, split=request.split).filter(
        tier=request.tier, category=request.category, language=request.language
    )
    rows = list(islice(dataset.entries(), request.limit or None))
    counts = _counts(dataset)
    if as_json:
        entries = [asdict(entry) for entry in rows]
        found = {"name": dataset.name, "challenges": len(dataset), **counts, "entries": entries}
        print(json.dumps(found))
        return
    console = Console(highlight=False)
    console.print(f"{escape(dataset.name)}: {len(dataset)} challenges")
    for title, kinds in counts.items():
        console.print(f"  {title}: {', '.join(f'{k} {n}' for k, n in kinds.items())}", markup=False)
    _print_rows(console, rows)
    if len(rows) < len(dataset):
        console.print(f"… and {len(dataset) - len(rows)} more: --limit 0 shows all.")


def run_show(challenge_id: str, challenges: str, split: str, *, answers: bool, json_: bool) -> None:
    """Print one challenge.

    Args:
        challenge_id: Its id.
        challenges: As :func:`codeeval_gym.challenges.load` takes it.
        split: ``train``, ``validation`` or ``test``.
        answers: Print hidden tests and references, too.
        json_: Print one JSON object instead.

    Raises:
        ConfigError: If the dataset cannot be read.
        FileNotFoundError: If it is not there.
        UnknownNameError: If dataset, split or challenge are not known.
    """
    challenge = load(challenges, split=split, public=not answers)[challenge_id]
    if json_:
        print(json.dumps(to_dict(challenge)))
    else:
        print(_text(challenge))


def _counts(dataset: Dataset) -> dict[str, dict[str, int]]:
    tiers: Counter[str] = Counter()
    categories: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    trainable: Counter[str] = Counter()
    said = {True: "yes", False: "no", None: "unknown"}
    for entry in dataset.entries():
        tiers[str(entry.tier)] += 1
        categories[entry.category] += 1
        languages.update(entry.languages)
        trainable[said[entry.train_allowed]] += 1
    return {
        "tiers": dict(sorted(tiers.items())),
        "categories": dict(sorted(categories.items())),
        "languages": dict(sorted(languages.items())),
        "may be trained on": dict(trainable),
    }


def _print_rows(console: Console, rows: list[Entry]) -> None:
    table = Table("id", "tier", "category", "languages")
    for entry in rows:
        cells = (entry.id, str(entry.tier), entry.category, ", ".join(entry.languages))
        table.add_row(*map(escape, cells))
    console.print(table)


def _text(challenge: Challenge) -> str:
    rights = challenge.rights
    head = {
        "title": challenge.title,
        "category": challenge.category,
        "tier": challenge.tier,
        "languages": ", ".join(challenge.languages),
        "licence": f"{challenge.licence} (training: {_allowed(rights.train_allowed)})",
        "source": challenge.source,
        "family": challenge.family,
        "cluster": challenge.cluster,
    }
    parts = [
        f"{challenge.id}\n" + "\n".join(f"  {name}: {x}" for name, x in head.items() if x),
        challenge.prompt,
        challenge.context,
        _programs("Starter", challenge.starter),
        _tests("Public tests", challenge.public_tests),
        _tests("Hidden tests", challenge.hidden_tests),
        _programs("Reference", challenge.references),
    ]
    return "\n\n".join(filter(None, parts))


def _allowed(right: bool | None) -> str:
    return {True: "allowed", False: "not allowed", None: "unknown, so not allowed"}[right]


def _programs(title: str, programs: Mapping[str, str]) -> str:
    return "\n\n".join(f"{title}, {name}:\n{text.rstrip()}" for name, text in programs.items())


def _tests(title: str, tests: tuple[Test, ...]) -> str:
    return "\n".join([f"{title}:", *(f"  {_test(test)}" for test in tests)]) if tests else ""


def _test(test: Test) -> str:
    if isinstance(test, CallTest):
        arguments = ", ".join(f"{value!r:.200}" for value in test.args)
        return f"({arguments}) -> {test.expected!r:.200}  [{test.compare.kind}]"
    if isinstance(test, StdioTest):
        return f"{test.stdin!r:.200} -> {test.stdout!r:.200}  [{test.compare.kind}]"
    return f"{test.language} test code: {test.code!r:.200}"
