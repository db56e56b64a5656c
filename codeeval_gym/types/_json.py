"""JSON round trip of every type: ``from_json(cls, to_json(value)) == value``."""

import dataclasses
import hashlib
import json
from collections.abc import Callable
from enum import StrEnum
from types import GenericAlias
from typing import Annotated, Any, TypeVar, get_args, get_origin

import cattrs
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn

from codeeval_gym.errors import ConfigError
from codeeval_gym.types._challenge import Test
from codeeval_gym.types._run import Input
from codeeval_gym.values import PlainDataError, from_tree, to_tree

__all__ = ["content_hash", "from_dict", "from_json", "to_dict", "to_json"]

T = TypeVar("T")


def to_dict(value: Any) -> Any:
    """Turn one of this package's types into what ``json.dumps`` can write.

    Fields that hold their default are left out, so a new field with a default changes neither
    old records nor content hashes.

    Raises:
        PlainDataError: If a plain-data field holds something else.
    """
    return _converter.unstructure(value)


def from_dict(cls: type[T], data: Any) -> T:
    """Rebuild a ``cls`` from what :func:`to_dict` gave.

    Raises:
        ConfigError: If a field is missing, unknown or of the wrong type; names each place.
    """
    try:
        return _converter.structure(data, cls)
    except (cattrs.BaseValidationError, PlainDataError, ValueError, TypeError) as error:
        places = cattrs.transform_error(error, cls.__name__, format_exception=_explain)
        problems = "; ".join(places)
        raise ConfigError(f"Not a valid {cls.__name__}: {problems}") from error


def to_json(value: Any) -> str:
    """Write one of this package's types as one line of ASCII JSON.

    Raises:
        PlainDataError: As :func:`to_dict`.
        ValueError: If a figure is not finite.
    """
    return json.dumps(to_dict(value), ensure_ascii=True, allow_nan=False)


def from_json(cls: type[T], text: str) -> T:
    """Rebuild a ``cls`` from what :func:`to_json` wrote.

    Raises:
        ConfigError: If the text is not JSON, or as :func:`from_dict`.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"Not a valid {cls.__name__}: not JSON ({error})") from error
    return from_dict(cls, data)


def content_hash(value: Any) -> str:
    """SHA-256 in hexadecimal of the value's canonical JSON; of a challenge, its identity."""
    text = json.dumps(to_dict(value), sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _explain(error: BaseException, kind: type | None) -> str:
    """Our own hooks and dataclasses say what was expected and what came; cattrs would not."""
    own = isinstance(error, ValueError | TypeError)
    return str(error) if own else cattrs.v.format_exception(error, kind)


def _is_plain(kind: Any) -> bool:
    return get_origin(kind) is Annotated and "plain data" in kind.__metadata__


def _structure(kind: Any) -> Callable[[Any, Any], Any]:
    read = make_dict_structure_fn(kind, _converter, _cattrs_forbid_extra_keys=True)

    def structure(data: Any, cls: Any) -> Any:
        if not isinstance(data, dict):
            raise TypeError(f"expected an object, got {data!r:.80}")
        return read(data, cls)

    return structure


def _unstructure(kind: Any) -> Callable[[Any], dict[str, Any]]:
    return make_dict_unstructure_fn(kind, _converter, _cattrs_omit_if_default=True)


def _structure_exactly(kind: type) -> Callable[[Any, Any], Any]:
    def structure(data: Any, _: Any) -> Any:
        accepted = (int, float) if kind is float else kind
        if not isinstance(data, accepted) or (isinstance(data, bool) and kind is not bool):
            raise TypeError(f"expected {kind.__name__}, got {data!r:.80}")
        return data

    return structure


def _structure_enum(data: Any, kind: type[StrEnum]) -> StrEnum:
    if data not in list(kind):
        raise ValueError(f"expected one of {', '.join(kind)}, got {data!r:.80}")
    return kind(data)


def _is_tuple(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _structure_tuple(data: Any, kind: Any) -> tuple[Any, ...]:
    if not isinstance(data, list | tuple):  # cattrs would take a text letter by letter
        raise TypeError(f"expected a list, got {data!r:.80}")
    item, _ = get_args(kind)
    items: Any = GenericAlias(list, (item,))
    return tuple(_converter.structure(data, items))


def _register_union(union: Any) -> None:
    """Write a union's members with their class name under ``kind``, and read them by it."""
    classes = {kind.__name__: kind for kind in get_args(union)}

    def unstructure(value: Any) -> dict[str, Any]:
        return {"kind": type(value).__name__, **_converter.unstructure(value)}

    def structure(data: Any, _: Any) -> Any:
        if not isinstance(data, dict) or data.get("kind") not in list(classes):
            raise ValueError(f"expected 'kind' to be one of {', '.join(classes)}")
        body = {key: item for key, item in data.items() if key != "kind"}
        return _converter.structure(body, classes[data["kind"]])

    _converter.register_unstructure_hook(union, unstructure)
    _converter.register_structure_hook(union, structure)


def _make_converter() -> cattrs.Converter:
    converter = cattrs.Converter()
    for kind in (bool, int, float, str):  # cattrs would convert: int("3"), bool("no"), str(5)
        converter.register_structure_hook(kind, _structure_exactly(kind))
    converter.register_structure_hook(StrEnum, _structure_enum)  # not as the str that it is, too
    converter.register_structure_hook_func(_is_tuple, _structure_tuple)
    return converter


_converter = _make_converter()
_converter.register_structure_hook_factory(dataclasses.is_dataclass, _structure)
_converter.register_unstructure_hook_factory(dataclasses.is_dataclass, _unstructure)
_converter.register_structure_hook_func(_is_plain, lambda tree, _: from_tree(tree))
_converter.register_unstructure_hook_func(_is_plain, to_tree)
for _union in (Test, Input):
    _register_union(_union)
