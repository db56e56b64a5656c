"""Every type survives JSON, and nothing that is not one of them is taken for one."""

import dataclasses
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeeval_gym import types
from codeeval_gym.errors import ConfigError
from codeeval_gym.testing.strategies import (
    challenges,
    evaluations,
    execution_reports,
    plain_values,
    process_reports,
    syntax_reports,
    test_reports,
)
from codeeval_gym.types import (
    CallTest,
    Challenge,
    Compare,
    Evaluation,
    Limits,
    Outcome,
    Run,
    ScriptTest,
    Signature,
    StdioTest,
    Verdict,
    content_hash,
    from_dict,
    from_json,
    to_dict,
    to_json,
)

_texts = st.text(max_size=5)
_tables = st.dictionaries(_texts, _texts, max_size=2)
_counts = st.integers(1, 10**6)
_seconds = st.floats(1e-3, 1e6)
_maybe = st.none() | st.integers(0, 255)
_kinds = st.sampled_from(["equal", "strict", "close", "unordered", "tokens", "lines"])
_tuples = st.lists(plain_values(), max_size=3).map(tuple)

_usages = st.builds(types.Usage, *[st.none() | _seconds] * 5, _maybe, _tables)
_limits = st.builds(Limits, _seconds, _seconds, _counts, _counts, _counts, _counts)
_compares = st.builds(Compare, _kinds, st.floats(0, 1), st.floats(0, 1))
_call_tests = st.builds(CallTest, _tuples, plain_values(), _compares)
_stdio_tests = st.builds(StdioTest, _texts, _texts, _compares)
_script_tests = st.builds(ScriptTest, _texts)
_tests = st.lists(_call_tests | _stdio_tests | _script_tests, max_size=2).map(tuple)
_inputs = (
    st.builds(types.Stdin, _texts)
    | st.builds(types.Call, _texts, _tuples)
    | st.builds(types.Check, _texts, _texts)
    | st.just(types.Compile())
)
_rights = st.builds(types.Rights, st.none() | st.booleans(), st.none() | st.booleans())
_scalings = st.builds(
    types.Scaling,
    _texts,
    st.sets(_counts, max_size=3).map(lambda found: tuple(sorted(found))),
    _tables,
)
_params = st.builds(types.Param, _texts, _texts)
_series = st.lists(_seconds, min_size=3, max_size=3).map(tuple)
_growths = st.builds(
    types.Growth,
    _texts,
    *[st.floats(-1, 9)] * 3,
    st.lists(_counts, min_size=3, max_size=3).map(tuple),
    _series,
    _texts,
)
_efficiencies = st.builds(
    types.EfficiencyReport,
    st.none() | st.floats(0, 1),
    _usages,
    _texts,
    *[st.none() | _seconds] * 2,
    *[st.none() | st.floats(0, 1)] * 2,
    *[st.none() | _growths] * 2,
    st.none() | _texts,
)
_returned = st.builds(types.Returned, plain_values())
_findings = st.builds(types.Finding, _texts, _texts, st.integers(1, 9), _texts)
_qualities = st.builds(
    types.QualityReport,
    st.floats(0, 1),
    st.lists(_findings, max_size=2).map(tuple),
    _texts,
    st.none() | st.floats(0, 1),
)

_STRATEGIES: dict[type, st.SearchStrategy[Any]] = {
    types.Call: st.builds(types.Call, _texts, _tuples),
    CallTest: _call_tests,
    Challenge: challenges()
    | st.builds(
        dataclasses.replace, challenges(), public_tests=_tests, scaling=st.none() | _scalings
    ),
    types.Check: st.builds(types.Check, _texts, _texts),
    Compare: _compares,
    types.Compile: st.just(types.Compile()),
    types.EfficiencyReport: _efficiencies,
    types.Finding: _findings,
    Evaluation: evaluations() | st.builds(dataclasses.replace, evaluations(), quality=_qualities),
    types.ExecutionReport: execution_reports(),
    types.Growth: _growths,
    types.Job: st.builds(
        types.Job, _texts, _tables, st.lists(_inputs, max_size=2).map(tuple), _limits, _tables
    ),
    Limits: _limits,
    types.Param: _params,
    types.ProcessReport: process_reports(),
    types.QualityReport: _qualities,
    types.Rights: _rights,
    types.Scaling: _scalings,
    types.Returned: _returned,
    Run: st.builds(
        Run,
        st.sampled_from(Outcome),
        st.booleans(),
        _maybe,
        _maybe,
        _texts,
        _texts,
        _usages,
        st.none() | _returned,
        st.none() | _texts,
        _maybe,
    ),
    ScriptTest: _script_tests,
    Signature: st.builds(Signature, _texts, st.lists(_params, max_size=2).map(tuple), _texts),
    types.Stdin: st.builds(types.Stdin, _texts),
    StdioTest: _stdio_tests,
    types.SyntaxReport: syntax_reports(),
    types.TestReport: test_reports(),
    types.TestResult: test_reports().filter(len).map(lambda report: report[0]),
    types.Usage: _usages,
}

_BASE: dict[str, Any] = {"id": "a/b", "title": "", "prompt": "", "category": "", "tier": 1}


def test_every_public_dataclass_is_here() -> None:
    public = {getattr(types, name) for name in types.__all__}
    assert set(_STRATEGIES) == {kind for kind in public if dataclasses.is_dataclass(kind)}


@pytest.mark.parametrize("cls", _STRATEGIES, ids=lambda cls: cls.__name__)
@given(st.data())
@settings(max_examples=30)
def test_json_gives_back_the_same_value(cls: type, data: st.DataObject) -> None:
    """The same in type, too: a verdict that came back as mere text would match no verdict."""
    value = data.draw(_STRATEGIES[cls])
    text = to_json(value)
    assert text.isascii()
    assert "\n" not in text
    back: Any = from_json(cls, text)
    assert back == value
    assert repr(back) == repr(value)
    assert to_json(back) == text


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | _texts,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_texts, inner, max_size=2),
    max_leaves=4,
)


@pytest.mark.parametrize("cls", _STRATEGIES, ids=lambda cls: cls.__name__)
@given(st.data())
@settings(max_examples=30)
def test_any_other_json_is_refused_with_one_error(cls: type, data: st.DataObject) -> None:
    names = [field.name for field in dataclasses.fields(cls)]
    keys = st.sampled_from([*names, "kind", "other"])
    tree = data.draw(st.dictionaries(keys, _JSON, max_size=len(names) + 1) | _JSON)
    try:
        value: Any = from_json(cls, json.dumps(tree))
    except ConfigError:
        return
    assert isinstance(value, cls)


@pytest.mark.parametrize(
    ("cls", "data", "problem"),
    [
        (Challenge, {}, r"required field missing @ Challenge\.id"),
        (Challenge, [], "expected an object, got \\[\\] @ Challenge"),
        (Challenge, {**_BASE, "tier": 6}, "tier must be 1 to 5, not 6"),
        (Challenge, {**_BASE, "tier": "1"}, r"expected int, got '1' @ Challenge\.tier"),
        (Challenge, {**_BASE, "tier": True}, "expected int, got True"),
        (Challenge, {**_BASE, "id": "no-collection"}, "is 'collection/name', not 'no-coll"),
        (Challenge, {**_BASE, "typo": 1}, r"extra fields found \(typo\)"),
        (
            Challenge,
            {**_BASE, "languages": "python"},
            "expected a list, got 'python' @",
        ),
        (Challenge, {**_BASE, "limits": 5}, r"expected an object, got 5 @ Challenge\.limits"),
        (Challenge, {**_BASE, "limits": {"disk_mb": -1}}, "disk_mb must be positive"),
        (
            Challenge,
            {**_BASE, "hidden_tests": [{"kind": "X"}]},
            "'kind' to be one of CallTest, ",
        ),
        (
            Challenge,
            {**_BASE, "references": {"python": 1}},
            r"expected str, got 1 @ .*\['pyt",
        ),
        (Run, {"outcome": "fine"}, "expected one of finished, compile_error, .*, got 'fine'"),
        (
            types.Call,
            {"function": "f", "args": [{"$set": [[]]}]},
            r"malformed .* @ Call\.args",
        ),
    ],
)
def test_a_refusal_names_place_and_problem(cls: type, data: Any, problem: str) -> None:
    with pytest.raises(ConfigError, match=problem):
        from_dict(cls, data)


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "nan", "9" * 5000])
def test_text_that_is_not_json_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="Not a valid Limits: "):
        from_json(Limits, text)


def test_what_holds_its_default_is_left_out() -> None:
    """So that a new field with a default changes neither old records nor hashes."""
    assert to_dict(Limits()) == {}
    assert to_dict(CallTest((1,), 2)) == {"args": [1], "expected": 2}
    assert to_dict(Limits(memory_mb=64)) == {"memory_mb": 64}


def test_a_union_is_written_with_its_member_s_name() -> None:
    (test,) = to_dict(Challenge(**_BASE, public_tests=(StdioTest("1", "2"),)))["public_tests"]
    assert test == {"kind": "StdioTest", "stdin": "1", "stdout": "2"}


def test_a_figure_that_is_not_finite_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json(types.QualityReport(float("nan")))


_ADD = Challenge(
    **_BASE,
    signature=Signature("add", (types.Param("a", "int"),), "int"),
    public_tests=(CallTest((1, (2, {3})), 1j), ScriptTest("def check(candidate): ...")),
    limits=Limits(cpu_seconds=1.0),
)


@pytest.mark.parametrize(
    ("value", "digest"),
    [
        (Limits(), "44136fa355b3678a"),
        (_ADD, "519240d6f9735545"),
        (Evaluation("a/b", "python", "pass", Verdict.ACCEPTED), "0a285db018161888"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_hashes_never_change(value: Any, digest: str) -> None:
    """Records, caches and challenge sets of years ago are known by them."""
    assert content_hash(value)[:16] == digest


def test_a_hash_depends_on_content_only() -> None:
    assert content_hash(_ADD) == content_hash(from_json(Challenge, to_json(_ADD)))


def test_different_content_has_another_hash() -> None:
    assert content_hash(_ADD) != content_hash(dataclasses.replace(_ADD, tier=2))
