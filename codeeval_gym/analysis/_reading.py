"""Reads stored records, several times as fast as :func:`~codeeval_gym.types.from_json` does."""

import dataclasses
import functools
import types
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from codeeval_gym.types import Evaluation, from_json

__all__ = ["read_evaluation"]


def read_evaluation(line: str) -> Evaluation:
    """Read one record: ``from_json(Evaluation, line)``, what it raises included.

    Args:
        line: JSON, as :func:`~codeeval_gym.types.to_json` wrote it.

    Raises:
        ConfigError: If it is no evaluation.
    """
    if '"$' not in line:  # plain data that JSON has no form for
        strict, decoder = _decoders()
        try:
            strict.decode(line)  # the one below passes over fields that it does not know
            return decoder.decode(line)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            pass  # from_json says what is wrong, or knows better
    return from_json(Evaluation, line)


@functools.cache
def _decoders() -> tuple[msgspec.json.Decoder[Any], msgspec.json.Decoder[Evaluation]]:
    return msgspec.json.Decoder(_strict(Evaluation)), msgspec.json.Decoder(Evaluation)


def _strict(kind: Any) -> Any:
    """The type with each dataclass in it replaced by one that knows its fields and no others."""
    if dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind, include_extras=True)
        fields = [
            (item.name, _strict(hints[item.name]), *_default(item))
            for item in dataclasses.fields(kind)
        ]
        name = getattr(kind, "__name__", "record")
        return msgspec.defstruct(name, fields, forbid_unknown_fields=True)
    arguments = get_args(kind)
    if get_origin(kind) is tuple:
        return types.GenericAlias(tuple, (_strict(arguments[0]), ...))
    if get_origin(kind) in (Union, types.UnionType):
        return Union[tuple(map(_strict, arguments))]  # noqa: UP007 - of a list of types
    return kind


def _default(item: "dataclasses.Field[Any]") -> tuple[Any, ...]:
    """The default, where there is one: ``None`` stands for any, as nothing reads it."""
    missing = dataclasses.MISSING
    given = item.default is not missing or item.default_factory is not missing
    return (None,) if given else ()
