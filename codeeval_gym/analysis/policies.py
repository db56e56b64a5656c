"""Lets a policy write programs for a set of challenges and has them judged."""

from collections.abc import Callable, Sequence

import torch

from codeeval_gym.challenges import Dataset
from codeeval_gym.errors import SandboxError
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.types import Challenge, Evaluation

__all__ = ["evaluate_policy"]

_BATCH = 128


def evaluate_policy(
    policy: LLMAdapter,
    challenges: Dataset | Sequence[Challenge],
    engine: EvaluationEngine,
    *,
    samples: int = 1,
    temperature: float = 1.0,
    max_new_tokens: int = 128,
    seed: int = 0,
    on_progress: Callable[[int, int], None] | None = None,
) -> list[Evaluation | None]:
    """Write ``samples`` programs for each challenge and judge every one.

    Args:
        policy: Writes the programs.
        challenges: What they are for.
        engine: Judges them.
        samples: Programs for each challenge.
        temperature: Divides the logits; 0 always takes the likeliest token.
        max_new_tokens: Budget of a program, tokens. One that is cut off is judged as it stands.
        seed: The same seed gives the same programs.
        on_progress: Called with the number of programs judged and their total.

    Returns:
        One evaluation for each program, those of a challenge side by side; ``None`` where the
        sandbox failed.

    Raises:
        ValueError: If ``samples`` is not positive.
    """
    if samples < 1:
        raise ValueError(f"samples must be at least 1, not {samples}.")
    # Longest prompts last: prompts of like length share a batch with little padding.
    order = [index for index in range(len(challenges)) for _ in range(samples)]
    prompts = [policy.encode_prompt(challenge.prompt) for challenge in challenges]
    order.sort(key=lambda index: len(prompts[index]))
    chance = torch.Generator().manual_seed(seed)
    found: dict[int, list[Evaluation | None]] = {index: [] for index in order}
    for start in range(0, len(order), _BATCH):
        batch = order[start : start + _BATCH]
        written = policy.generate(
            [prompts[index] for index in batch],
            max_new_tokens=max_new_tokens,
            temperature=temperature,
            generator=chance,
        )
        programs = [policy.decode_program(tokens) for tokens in written.tokens]
        pairs = [(challenges[at], text) for at, text in zip(batch, programs, strict=True)]
        for at, result in zip(batch, engine.evaluate_batch(pairs, on_error="return"), strict=True):
            found[at].append(None if isinstance(result, SandboxError) else result)
        if on_progress is not None:
            on_progress(start + len(batch), len(order))
    return [result for index in range(len(challenges)) for result in found[index]]
