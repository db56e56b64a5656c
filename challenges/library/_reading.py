"""From a folder of the library to its challenge; whatever is not as it must be is an error."""

from collections.abc import Iterator, Sequence
from importlib.resources.abc import Traversable
from typing import Any

from codeeval_gym.challenges.library._entry import CATEGORIES, Entry, WrongProgram
from codeeval_gym.challenges.library._fields import Fields
from codeeval_gym.challenges.neutral import misfit, read_type
from codeeval_gym.challenges.signatures import starters
from codeeval_gym.errors import ConfigError
from codeeval_gym.types import CallTest, Challenge, Compare, Param, Rights, Scaling, Signature
from codeeval_gym.values import PlainDataError, encode, from_tree

__all__ = ["read_folder"]

_REFERENCES = {
    "python": "reference.py",
    "javascript": "reference.js",
    "java": "reference.java",
    "cpp": "reference.cpp",
    "rust": "reference.rs",
}
_FILES = {"challenge.yaml", "slow.py", "wrong.py", "sizes.py", *_REFERENCES.values()}
_MAX_TESTS = {"public": 4, "hidden": 16}


def read_folder(folder: Traversable) -> Entry:
    """Read one challenge.

    Args:
        folder: Holds ``challenge.yaml``, the references, ``slow.py``, ``wrong.py``, ``sizes.py``.

    Raises:
        ConfigError: If anything is missing, left over or not as it must be; names file and field.
    """
    texts = _texts(folder)
    fields = Fields.read(f"{folder.name}/challenge.yaml", texts["challenge.yaml"])
    try:
        entry = _entry(folder.name, fields, texts)
    except ConfigError:
        raise
    except ValueError as error:  # of a type that refuses what it is made of
        raise ConfigError(f"{fields.place}: {error}") from error
    fields.end()
    return entry


def _texts(folder: Traversable) -> dict[str, str]:
    found = {item.name: item for item in folder.iterdir() if item.is_file()}
    for name in sorted(_FILES - found.keys()):
        raise ConfigError(f"{folder.name}/{name}: is missing")
    for name in sorted(found.keys() - _FILES):
        raise ConfigError(f"{folder.name}/{name}: there is no such file in a challenge's folder")
    return {name: item.read_text("utf-8") for name, item in found.items()}


def _entry(name: str, fields: Fields, texts: dict[str, str]) -> Entry:
    signature = _signature(fields.inner("signature"))
    compare = _compare(fields)
    tests = {kind: _tests(fields, kind, signature, compare) for kind in _MAX_TESTS}
    _check_distinct(fields.place, (*tests["public"], *tests["hidden"]))
    prompt = fields.take("prompt", str)
    challenge = Challenge(
        id=f"builtin/{name.replace('_', '-')}",
        title=fields.take("title", str),
        prompt=prompt,
        category=_category(fields),
        tier=fields.take("tier", int),
        languages=tuple(_REFERENCES),
        signature=signature,
        public_tests=tests["public"],
        hidden_tests=tests["hidden"],
        references={language: texts[file] for language, file in _REFERENCES.items()},
        starter=starters(signature, _summary(prompt)),
        source=f"builtin library {name}",
        licence="MIT",
        rights=Rights(train_allowed=True, redistribute=True),
        family=f"library/{name.replace('_', '-')}",
        scaling=_scaling(fields, texts),
    )
    wrong = _wrong(fields, texts["wrong.py"], tests)
    return Entry(challenge, wrong, _reasons(fields))


def _signature(fields: Fields) -> Signature:
    params = []
    for place, item in enumerate(fields.take("params", list)):
        inner = Fields(f"{fields.place}: params/{place}", item)
        params.append(Param(inner.take("name", str), _type(inner, "type")))
        inner.end()
    signature = Signature(fields.take("name", str), tuple(params), _type(fields, "returns"))
    fields.end()
    return signature


def _type(fields: Fields, name: str) -> str:
    text = fields.take(name, str)
    try:
        return str(read_type(text))
    except ValueError as error:
        raise ConfigError(f"{fields.place}: {name}: {error}") from error


def _compare(fields: Fields) -> Compare:
    if not (given := fields.take("compare", dict, {})):
        return Compare("strict")
    inner = Fields(f"{fields.place}: compare", given)
    compare = Compare(
        inner.take("kind", str), inner.take("rtol", float, 0.0), inner.take("atol", float, 0.0)
    )
    inner.end()
    return compare


def _tests(
    fields: Fields, kind: str, signature: Signature, compare: Compare
) -> tuple[CallTest, ...]:
    items = fields.take(kind, list)
    if not 2 <= len(items) <= _MAX_TESTS[kind]:
        raise ConfigError(
            f"{fields.place}: {kind}: expected 2 to {_MAX_TESTS[kind]} tests, got {len(items)}"
        )
    places = (f"{fields.place}: {kind}/{index}" for index in range(len(items)))
    return tuple(_test(*pair, signature, compare) for pair in zip(places, items, strict=True))


def _test(place: str, item: Any, signature: Signature, compare: Compare) -> CallTest:
    try:
        value = from_tree(item)
    except PlainDataError as error:
        raise ConfigError(f"{place}: {error}") from error
    match value:
        case [list() as args, expected] if len(args) == len(signature.params):
            pass
        case _:
            count = len(signature.params)
            raise ConfigError(f"{place}: expected [[{count} arguments], answer], got {item!r:.80}")
    for problem in _misfits(args, expected, signature):
        raise ConfigError(f"{place}: {problem}")
    return CallTest(tuple(args), expected, compare, origin="hand")


def _misfits(args: Sequence[Any], expected: Any, signature: Signature) -> Iterator[str]:
    named = [
        (param.name, param.type, arg) for param, arg in zip(signature.params, args, strict=True)
    ]
    for name, kind, value in (*named, ("answer", signature.returns, expected)):
        if problem := misfit(value, read_type(kind)):
            yield f"{name}: {problem}"


def _check_distinct(place: str, tests: Sequence[CallTest]) -> None:
    seen: set[str] = set()
    for test in tests:
        text = encode(test.args)
        if text in seen:
            raise ConfigError(f"{place}: two tests have the arguments {test.args!r:.80}")
        seen.add(text)


def _category(fields: Fields) -> str:
    category = fields.take("category", str)
    if category not in CATEGORIES:
        raise ConfigError(
            f"{fields.place}: category: expected one of {', '.join(CATEGORIES)}, got {category!r}"
        )
    return category


def _scaling(fields: Fields, texts: dict[str, str]) -> Scaling:
    sizes = fields.take("sizes", list)
    if len(sizes) < 3 or not all(type(size) is int for size in sizes):
        raise ConfigError(f"{fields.place}: sizes: expected three integers or more, got {sizes!r}")
    return Scaling(texts["sizes.py"], tuple(sizes), {"python": texts["slow.py"]})


def _wrong(fields: Fields, program: str, tests: dict[str, tuple[CallTest, ...]]) -> WrongProgram:
    inner = fields.inner("wrong")
    caught_by = inner.take("caught_by", str)
    if caught_by not in {
        f"{kind}/{at}" for kind, items in tests.items() for at in range(len(items))
    }:
        raise ConfigError(f"{inner.place}: caught_by: there is no test {caught_by!r}")
    wrong = WrongProgram(program, caught_by, inner.take("why", str))
    inner.end()
    return wrong


def _reasons(fields: Fields) -> dict[str, str]:
    reasons = fields.take("equivalent_mutants", dict, {})
    for mutant, reason in reasons.items():
        if type(mutant) is not str or type(reason) is not str or not reason:
            raise ConfigError(f"{fields.place}: equivalent_mutants: {mutant!r} needs a reason")
    return reasons


def _summary(prompt: str) -> str:
    """The prompt's first paragraph: what a docstring says."""
    return prompt.strip().split("\n\n")[0]
