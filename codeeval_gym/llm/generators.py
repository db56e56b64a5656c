"""What writes for a policy: one seam, several engines.

A trainer has its weights in transformers; what samples from them may be something else. Every
engine takes prompts as ids and gives the log probabilities of what it wrote, of the whole
distribution at the sampling temperature, so that a trainer can compare them with its own.
"""

import inspect
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import torch

from codeeval_gym.llm._generation import Generation, OnFinished, generate
from codeeval_gym.registry import Registry

if TYPE_CHECKING:
    from codeeval_gym.llm.adapter import LLMAdapter

__all__ = ["Generator", "TransformersGenerator", "generators", "reporting", "reports"]


class Generator(Protocol):
    """Writes continuations of token ids.

    An engine whose ``generate`` also takes ``on_finished`` (:data:`OnFinished`, or ``None``) tells
    of each row as soon as it is complete, so that programs are judged while others are written.
    """

    def generate(
        self,
        prompts: Sequence[Sequence[int]],
        *,
        max_new_tokens: int,
        temperature: float,
        generator: torch.Generator | None,
    ) -> Generation:
        """Sample a continuation of every prompt; see :meth:`LLMAdapter.generate`."""

    def refresh(self) -> None:
        """Take over the policy's weights: they have changed."""


def reports(write: Callable[..., Generation]) -> bool:
    """Whether what writes programs can tell of each as soon as it is complete."""
    return "on_finished" in inspect.signature(write).parameters


def reporting(
    write: Callable[..., Generation],
    prompts: Sequence[Sequence[int]],
    on_finished: OnFinished | None,
    **settings: Any,
) -> Generation:
    """Write, and tell of every row: as soon as it is complete if ``write`` can, else at the end.

    Args:
        write: As :meth:`Generator.generate`.
        prompts: Its prompts.
        on_finished: Who is told; ``None`` for nobody.
        **settings: Its other arguments.
    """
    if on_finished is None:
        return write(prompts, **settings)
    if reports(write):
        return write(prompts, on_finished=on_finished, **settings)
    written = write(prompts, **settings)
    for row, length in enumerate(written.lengths.tolist()):
        on_finished(row, written.tokens[row, :length].tolist())
    return written


generators: Registry[Callable[["LLMAdapter"], Generator]] = Registry(
    "generator", group="codeeval_gym.generators"
)
"""Engines by name. An entry is called with the policy that it writes for."""


@generators.register("transformers")
class TransformersGenerator:
    """Samples from the policy's own weights, in this process."""

    def __init__(self, policy: "LLMAdapter") -> None:
        self._policy = policy

    def generate(
        self,
        prompts: Sequence[Sequence[int]],
        *,
        max_new_tokens: int,
        temperature: float,
        generator: torch.Generator | None,
        on_finished: OnFinished | None = None,
    ) -> Generation:
        """Sample a continuation of every prompt until its EOS or the end of the budget."""
        return generate(
            self._policy.model,
            prompts,
            max_new_tokens=max_new_tokens,
            eos_id=self._policy.eos_id,
            pad_id=self._policy.pad_id,
            temperature=temperature,
            generator=generator,
            on_finished=on_finished,
        )

    def refresh(self) -> None:
        """Do nothing: the weights are the policy's."""


@generators.register("vllm")
def _vllm(policy: "LLMAdapter", **options: Any) -> Generator:
    from codeeval_gym.llm.vllm import VLLMGenerator

    return VLLMGenerator(policy, **options)
