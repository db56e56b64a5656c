"""Corrections are data, meant for one record, and never drop one."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from codeeval_gym.challenges.benchmarks import BENCHMARKS, open_benchmark
from codeeval_gym.challenges.benchmarks.upstream import Record, read_overlay
from codeeval_gym.challenges.benchmarks.upstream.overlays import shipped_overlay
from codeeval_gym.errors import ConfigError, UnknownNameError
from codeeval_gym.types import Challenge, Limits

ROW = {
    "task_id": 1,
    "text": "Hlave n.",
    "code": "def f(n):\n    return n\n",
    "test_list": ["assert f(1) == 1"],
}
DIGEST = Record("", ROW).digest
ENTRY: dict[str, Any] = {
    "id": "mbpp/1",
    "record": DIGEST,
    "kind": "statement",
    "says": "it has a slip",
    "repair": {"text": [["Hlave", "Halve"]]},
}


def one(tmp_path: Path, entry: dict[str, Any], edition: str = "repaired") -> Challenge:
    (tmp_path / "mbpp.jsonl").write_text(json.dumps(ROW, indent=None) + "\n")
    overlay = tmp_path / "own.yaml"
    overlay.write_text(yaml.safe_dump([entry]))
    (found,) = open_benchmark("mbpp", tmp_path, edition=edition, overlay=overlay)
    assert isinstance(found, Challenge)
    return found


def test_a_repair_is_made_in_one_edition_and_told_in_the_other(tmp_path: Path) -> None:
    repaired, as_it_is = one(tmp_path, ENTRY), one(tmp_path, ENTRY, "upstream")
    assert repaired.prompt.startswith("Halve n.")
    assert repaired.defects == ()
    assert as_it_is.prompt.startswith("Hlave n.")
    assert as_it_is.defects == ("statement: it has a slip",)
    assert DIGEST[:16] in repaired.source
    assert DIGEST[:16] in as_it_is.source


def test_what_cannot_be_repaired_is_told(tmp_path: Path) -> None:
    flagged = {key: value for key, value in ENTRY.items() if key != "repair"}
    assert one(tmp_path, flagged).defects == ("statement: it has a slip",)


def test_another_record_is_not_meant(tmp_path: Path) -> None:
    other = one(tmp_path, {**ENTRY, "record": "0" * 16})
    assert (other.prompt[:5], other.defects) == ("Hlave", ())
    assert one(tmp_path, {**ENTRY, "record": DIGEST[:16]}).prompt.startswith("Halve")
    assert one(tmp_path, {**ENTRY, "record": DIGEST[:16] + "0" * 48}).prompt.startswith("Hlave")


def test_a_repair_of_items_of_a_list(tmp_path: Path) -> None:
    repair = {"test_list": [["f(1) == 1", "f(2) == 2"]]}
    assert one(tmp_path, {**ENTRY, "repair": repair}).tests[0].args == (2,)  # type: ignore[union-attr]


def test_a_slow_reference_is_given_time(tmp_path: Path) -> None:
    slow = {**ENTRY, "kind": "slow", "repair": None, "limits": {"cpu_seconds": 20}}
    repaired, as_it_is = one(tmp_path, slow), one(tmp_path, slow, "upstream")
    assert (repaired.limits, repaired.defects) == (Limits(cpu_seconds=20), ())
    assert (as_it_is.limits, as_it_is.defects) == (None, ("slow: it has a slip",))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"limits": {"cpu": 1}}, r"entry 1: field 'limits': .*unexpected keyword"),
        ({"limits": {"cpu_seconds": -1}}, r"entry 1: field 'limits': cpu_seconds must be positive"),
        ({"repair": {"text": [["absent", "x"]]}}, r"line 1: field 'text': the overlay replaces"),
        ({"repair": {"nothing": [["a", "x"]]}}, r"line 1: field 'nothing': the overlay replaces"),
        ({"kind": "odd"}, r"own\.yaml, entry 1: field 'kind': expected one of vacuous"),
        ({"record": "xyz"}, r"entry 1: field 'record': expected 16 or more hexadecimal"),
        ({"says": 3}, r"entry 1: field 'says': expected text, got 3"),
        ({"repair": {"text": ["a"]}}, r"entry 1: field 'repair': text: expected pairs"),
        ({"repair": [1]}, r"entry 1: field 'repair': expected an object"),
        ({"note": ""}, r"entry 1: unknown field 'note'"),
    ],
)
def test_a_bad_correction_is_named(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        one(tmp_path, {**ENTRY, **changes})


@pytest.mark.parametrize(
    ("text", "said"), [("{", "not YAML"), ("a: 1", "list"), ("- 1", "mapping")]
)
def test_a_file_that_is_no_overlay(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(text)
    with pytest.raises(ConfigError, match=rf"own\.yaml.*{said}"):
        read_overlay(file)


def test_an_unknown_edition_suggests_one(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match=r"no edition 'upstraem'. Did you mean 'upstream'"):
        open_benchmark("mbpp", tmp_path, edition="upstraem")


def test_an_unknown_benchmark_suggests_one(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match=r"no benchmark 'mbbp'. Did you mean 'mbpp'"):
        open_benchmark("mbbp", tmp_path)


@pytest.mark.parametrize("name", BENCHMARKS)
def test_what_is_shipped_can_be_read(name: str) -> None:
    for item in shipped_overlay(name).corrections:
        assert item.id.startswith(f"{name}/")


@pytest.mark.parametrize("name", ["humaneval", "mbpp", "apps"])
def test_every_shipped_correction_is_about_a_record_there_is(
    name: str, request: pytest.FixtureRequest
) -> None:
    folder = request.getfixturevalue(f"{name}_folder")
    reader = open_benchmark(name, folder)
    found = {
        item.id: draft.id
        for _, record, draft in reader.drafts()
        if isinstance(draft, Challenge)
        for item in reader.overlay.of(record)
    }
    assert sorted(found) == sorted(item.id for item in shipped_overlay(name).corrections)
    assert all(ours == theirs for ours, theirs in found.items())


def test_humaneval_examples_that_were_wrong_are_right(humaneval_folder: Path) -> None:
    repaired = open_benchmark("humaneval", humaneval_folder).dataset()
    as_it_is = open_benchmark("humaneval", humaneval_folder, edition="upstream").dataset()
    changed = {
        item.id
        for item, other in zip(repaired, as_it_is, strict=True)
        if item.prompt != other.prompt
    }
    assert changed == {f"humaneval/{number}" for number in (47, 75, 116, 148)}
    assert all(as_it_is[name].defects and not repaired[name].defects for name in changed)
    assert "8.0\n" in repaired["humaneval/47"].prompt
