"""From a name or a function to a proposer."""

import importlib
from collections.abc import Callable, Mapping
from typing import Any

from codeeval_gym.envs.proposals._seam import Proposer
from codeeval_gym.envs.proposals._tables import FunctionProposals, NgramProposals
from codeeval_gym.registry import Registry

__all__ = ["ProposerSpec", "make", "proposers"]

ProposerSpec = str | Mapping[str, Any] | Proposer | Callable[..., Any]
"""A name of :data:`proposers`; a mapping with a ``name`` and its options; a proposer; or a function
as :class:`FunctionProposals` takes it."""

proposers: Registry[Callable[..., Proposer]] = Registry("proposer", group="codeeval_gym.proposers")
"""Proposers by name. An entry is called as ``entry(**options)``."""

proposers.register("ngram")(NgramProposals)


@proposers.register("lm")
def _lm(**options: Any) -> Proposer:
    # By name: language models lie above environments, and most environments need none.
    module = importlib.import_module("codeeval_gym.llm.proposals")
    proposer: Proposer = module.LMProposals(**options)
    return proposer


def make(spec: ProposerSpec) -> Proposer:
    """Make a proposer.

    Args:
        spec: Which.

    Raises:
        UnknownNameError: If there is no proposer of this name; suggests the nearest.
        ImportError: If the proposer needs a package that is not installed.
        ValueError: If an option cannot be.
        TypeError: If an option's name is not known, or ``spec`` is something else.
    """
    if isinstance(spec, str):
        return proposers[spec]()
    if isinstance(spec, Mapping):
        options = dict(spec)
        if "name" not in options:
            raise TypeError(f"A proposer's settings need its 'name': {spec!r:.80}.")
        return proposers[options.pop("name")](**options)
    if isinstance(spec, Proposer) and not isinstance(spec, type):
        return spec
    if callable(spec):
        return FunctionProposals(spec)
    raise TypeError(f"A proposer is a name, a mapping, a Proposer or a function, not {spec!r:.80}.")
