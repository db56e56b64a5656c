"""A dataset's card: a README with the header that Hugging Face's hub reads."""

from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from codeeval_gym.challenges.storage._manifest import Manifest

__all__ = ["card"]

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_HUB_LICENCES = {"mit", "apache-2.0", "cc-by-4.0", "cc0-1.0", "bsd-3-clause", "bsd-2-clause"}
_WITHOUT_SPLITS = "train"
"""What the hub calls the one split of a dataset without splits."""


def card(manifest: Manifest) -> str:
    """The text of README.md."""
    header = yaml.safe_dump(_header(manifest), sort_keys=False, allow_unicode=True)
    return f"---\n{header}---\n\n{_body(manifest)}"


def _header(manifest: Manifest) -> dict[str, Any]:
    counts = manifest.counts
    size = next((name for bound, name in _SIZES if counts.challenges < bound), "n>1M")
    return {
        "pretty_name": manifest.name,
        **_licence(counts.licences),
        "language": ["en"],
        "task_categories": ["text-generation"],
        "tags": ["code", "code-generation", "codeeval-gym"],
        "size_categories": [size],
        "configs": [
            {
                "config_name": config,
                **({"default": True} if config == "public" else {}),
                "data_files": [
                    {
                        "split": split or _WITHOUT_SPLITS,
                        "path": f"{split}/{config}.jsonl".lstrip("/"),
                    }
                    for split in manifest.parts
                ],
            }
            for config in ("public", "private")
        ],
    }


def _licence(licences: Mapping[str, int]) -> dict[str, str]:
    """One licence by the hub's name for it; any other, or several, by their own names."""
    names = sorted(licences)
    if len(names) == 1 and names[0].lower() in _HUB_LICENCES:
        return {"license": names[0].lower()}
    return {"license": "other", "license_name": " AND ".join(names) or "unknown"}


def _body(manifest: Manifest) -> str:
    counts = manifest.counts
    tables = {
        "Split": {name or "(all)": part.counts.challenges for name, part in manifest.parts.items()},
        "Tier": counts.tiers,
        "Category": counts.categories,
        "Language": counts.languages,
        "Licence": counts.licences,
        "Gate": manifest.gate,
    }
    return "\n".join(
        [
            f"# {manifest.name}",
            "",
            f"{counts.challenges} challenges, {counts.trainable} of which a policy may be trained "
            f"on. Version `{manifest.version}`.",
            "",
            "`public.jsonl` is what a policy may see. Hidden tests, references and wrong programs "
            "are in `private.jsonl`, which only a judge opens. `measurements.jsonl`, if there is "
            "one, holds pass rates; it is no part of the version.",
            "",
            "```python",
            "from codeeval_gym.challenges import load",
            "",
            'load("FOLDER")               # for a judge',
            'load("FOLDER", public=True)  # for a policy: never opens private.jsonl',
            "```",
            "",
            *(line for name, rows in tables.items() if rows for line in _table(name, rows.items())),
        ]
    )


def _table(title: str, rows: Iterable[tuple[str, int]]) -> list[str]:
    lines = [f"| {name.replace('|', '/')} | {count} |" for name, count in rows]
    return [f"| {title} | Challenges |", "| --- | ---: |", *lines, ""]
