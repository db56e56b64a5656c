"""The seam between an environment and what decides which challenge comes next."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from numpy.random import Generator

from codeeval_gym.challenges._dataset import Dataset
from codeeval_gym.registry import Registry

__all__ = ["Result", "Sampler", "SamplerSpec", "make", "samplers"]


@dataclass(frozen=True)
class Result:
    """How one episode ended."""

    place: int
    """The challenge's place in the dataset."""
    passed: bool
    """Whether the program that was handed in passed every test."""


@runtime_checkable
class Sampler(Protocol):
    """Decides which challenge of a dataset comes next.

    A draw changes nothing but the generator: until the next update, equal generators draw equal
    challenges. So the episodes of a group, reset with equal seeds, try the same challenge.
    """

    def draw(self, rng: Generator) -> int:
        """The place of a challenge; all chance comes from ``rng``."""

    def update(self, results: Sequence[Result]) -> None:
        """Learn how episodes ended, in the order in which they did."""

    def state(self) -> Mapping[str, Any]:
        """All that was learnt, as JSON can write it."""

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from what :meth:`state` gave, exactly."""


SamplerSpec = str | Mapping[str, Any] | Sampler | Callable[[Dataset], Sampler]
"""A name of :data:`samplers`; a mapping with a ``name`` and its options; a sampler; or what makes
one of a dataset."""

samplers: Registry[Callable[..., Sampler]] = Registry("sampler", group="codeeval_gym.samplers")
"""Samplers by name. An entry is called as ``entry(dataset, **options)``."""


def make(spec: SamplerSpec, dataset: Dataset) -> Sampler:
    """Make a sampler of a dataset.

    Args:
        spec: Which.
        dataset: What is drawn from.

    Raises:
        UnknownNameError: If there is no sampler of this name; suggests the nearest.
        ValueError: If an option cannot be.
        TypeError: If an option's name is not known, or ``spec`` is something else.
    """
    if isinstance(spec, str):
        return samplers[spec](dataset)
    if isinstance(spec, Mapping):
        options = dict(spec)
        if "name" not in options:
            raise TypeError(f"A sampler's settings need its 'name': {spec!r:.80}.")
        return samplers[options.pop("name")](dataset, **options)
    if isinstance(spec, Sampler) and not isinstance(spec, type):
        return spec
    if callable(spec):
        return spec(dataset)
    raise TypeError(f"A sampler is a name, a mapping or a Sampler, not {spec!r:.80}.")
