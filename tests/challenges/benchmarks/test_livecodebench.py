"""LiveCodeBench: private tests are read without being loaded, whatever their author packed."""

import base64
import io
import json
import os
import pickle
import time
import tracemalloc
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from codeeval_gym.challenges import load
from codeeval_gym.challenges.benchmarks.livecodebench import _private
from codeeval_gym.challenges.benchmarks.livecodebench._private import packed_text, pickled_text
from codeeval_gym.errors import ConfigError
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.types import CallTest, Challenge, Compare, StdioTest

STDIN = [{"input": "2\n", "output": "4\n", "testtype": "stdin"}]
FUNCTIONAL = [{"input": "[1, 2]\n3", "output": "[[1, 2], 3]", "testtype": "functional"}]
STARTER = "class Solution:\n    def pair(self, items: List[int], n: int) -> List[Any]:\n        "


def packed(text: object, protocol: int = 4) -> str:
    return base64.b64encode(zlib.compress(pickle.dumps(text, protocol))).decode()


RECORD: dict[str, Any] = {
    "question_title": "Double",
    "question_content": "Double a number.",
    "platform": "atcoder",
    "question_id": "abc1_a",
    "contest_id": "abc1",
    "contest_date": "2024-03-02T00:00:00",
    "starter_code": "",
    "difficulty": "hard",
    "public_test_cases": json.dumps(STDIN),
    "private_test_cases": packed(json.dumps([*STDIN, *STDIN])),
    "metadata": "{}",
}
CALLED = {
    "starter_code": STARTER,
    "public_test_cases": json.dumps(FUNCTIONAL),
    "private_test_cases": json.dumps(FUNCTIONAL),
    "metadata": json.dumps({"func_name": "pair"}),
}


def one(tmp_path: Path, **changes: Any) -> Challenge:
    path = tmp_path / "test.jsonl"
    path.write_text(json.dumps({**RECORD, **changes}) + "\n")
    return load(f"livecodebench:{path}")[0]


class _Harm:
    def __init__(self, file: str) -> None:
        self.file = file

    def __reduce__(self) -> Any:
        return os.system, (f"touch {self.file}",)


def test_public_and_private_tests_are_kept_apart(tmp_path: Path) -> None:
    challenge = one(tmp_path)
    test = StdioTest("2\n", "4\n", Compare("numbers"), "upstream")
    assert (challenge.public_tests, challenge.hidden_tests) == ((test,), (test, test))
    assert challenge.id == "livecodebench/abc1_a"
    assert challenge.source.startswith("LiveCodeBench, atcoder 2024-03-02")
    assert challenge.tier == 4
    assert challenge.rights.train_allowed is None


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_text_is_read_in_every_protocol(protocol: int) -> None:
    for text in ("", "[]", "é\n" * 300, "\U0001f600\ud800"):
        assert pickled_text(pickle.dumps(text, protocol)) == text


def test_a_function_is_called_with_a_line_for_each_argument(
    tmp_path: Path, engine: EvaluationEngine
) -> None:
    challenge = one(tmp_path, **CALLED)
    assert challenge.public_tests == (
        CallTest(([1, 2], 3), [[1, 2], 3], Compare("json"), "upstream"),
    )
    assert challenge.signature is not None
    assert [item.type for item in challenge.signature.params] == ["list[int]", "int"]
    right = "class Solution:\n    def pair(self, items: List[int], n):\n        return (items, n)\n"
    assert engine.evaluate(challenge, right).verdict == "accepted"
    assert engine.evaluate(challenge, "        return [items, n]\n").verdict == "accepted"
    wrong = "class Solution:\n    def pair(self, items, n):\n        return (n, items)\n"
    assert engine.evaluate(challenge, wrong).verdict == "wrong_answer"
    assert engine.evaluate(challenge, "").verdict != "accepted"


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_hostile_pickle_is_refused_and_not_loaded(tmp_path: Path, protocol: int) -> None:
    harm = tmp_path / "harm"
    said = (
        r"test\.jsonl, line 1: field 'private_test_cases': a pickle (that does more|of more) than"
    )
    with pytest.raises(ConfigError, match=said):
        one(tmp_path, private_test_cases=packed(_Harm(str(harm)), protocol))
    assert not harm.exists()


def test_a_bomb_is_not_unfolded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_private, "MAX_TEXT", 1 << 20)
    bomb = base64.b64encode(zlib.compress(bytes(1 << 26), 9)).decode()
    tracemalloc.start()
    with pytest.raises(ConfigError, match="packed tests of more than 1 MiB"):
        one(tmp_path, private_test_cases=bomb)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 1 << 24


def test_many_harmless_instructions_end_soon() -> None:
    started = time.monotonic()
    with pytest.raises(ValueError, match="more than one text"):
        pickled_text(b"\x80\x04" + b"\x94" * (1 << 24) + b".")
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("private", "said"),
    [
        ("no base64!", "not packed tests"),
        (base64.b64encode(b"no zlib").decode(), "not packed tests"),
        (base64.b64encode(zlib.compress(b"x" * 999)[:-6]).decode(), "ends too early"),
        (base64.b64encode(zlib.compress(b"")).decode(), "not a pickle|pickle exhausted"),
        (packed(["[]"]), "does more than hold a text: EMPTY_LIST"),
        (packed(b"[]"), "does more than hold a text: SHORT_BINBYTES"),
        (packed("{"), "not JSON"),
        (packed("{}"), "expected a list of tests"),
        (packed("[3]"), "expected an object, got 3"),
        (packed('[{"input": "1"}]'), "field 'output': expected text, got None"),
        (
            packed('[{"input": "1", "output": "1", "testtype": "x"}]'),
            "expected stdin or functional",
        ),
        (packed(json.dumps(FUNCTIONAL)), "metadata names no func_name"),
        (3, "expected a list of tests, got 3"),
    ],
)
def test_bad_private_tests_are_named(tmp_path: Path, private: object, said: str) -> None:
    where = r"test\.jsonl, line 1: field 'private_test_cases': "
    with pytest.raises(ConfigError, match=f"{where}.*({said})"):
        one(tmp_path, private_test_cases=private)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"question_id": 3}, "field 'question_id': expected text, got 3"),
        ({"metadata": "[]x"}, "field 'metadata': not JSON"),
        ({"metadata": '{"func_name": "a.b"}'}, "func_name: expected a name, got 'a.b'"),
        ({**CALLED, "public_test_cases": '[{"input": "x", "output": "1"}]'}, "not JSON"),
    ],
)
def test_a_bad_record_is_named(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError, match=rf"test\.jsonl, line 1: .*{said}"):
        one(tmp_path, **changes)


@st.composite
def pickles(draw: st.DrawFn) -> bytes:
    """Pickles of anything, damaged here and there."""
    value = draw(st.recursive(st.text() | st.integers() | st.none(), st.lists, max_leaves=4))
    data = bytearray(pickle.dumps(value, draw(st.integers(0, 5))))
    for _ in range(draw(st.integers(0, 3))):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    return bytes(data)


@given(st.binary(max_size=200) | pickles())
@example(b"cos\nsystem\n(S'true'\ntR.")
@example(b"\x80\x04X\xff\xff\xff\xffa.")
@example(b"V\\ud800\n.")
def test_a_pickle_is_a_text_or_refused(data: bytes) -> None:
    try:
        text = pickled_text(data)
    except ValueError:
        return
    assert isinstance(text, str)
    assert pickle.Unpickler(io.BytesIO(data)).load() == text


@given(
    st.text(max_size=50) | st.binary(max_size=200).map(lambda data: base64.b64encode(data).decode())
)
def test_a_packed_field_is_a_text_or_refused(field: str) -> None:
    try:
        assert isinstance(packed_text(field), str)
    except ValueError:
        return


def test_the_real_record(livecodebench_folder: Path, engine: EvaluationEngine) -> None:
    (challenge,) = load(f"livecodebench:{livecodebench_folder}")
    assert challenge.id == "livecodebench/1873_A"
    assert len(challenge.hidden_tests) == 4
    right = (
        "for _ in range(int(input())):\n"
        "    word = input()\n"
        "    print('YES' if sum(a != b for a, b in zip(word, 'abc')) < 3 else 'NO')\n"
    )
    assert engine.evaluate(challenge, right).verdict == "accepted"
    for wrong in ("", "import os\nos._exit(0)\n", "print('YES')\n"):
        assert engine.evaluate(challenge, wrong).verdict != "accepted"
