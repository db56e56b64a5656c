"""Lets a policy write programs for a set of challenges and has them judged."""

from collections.abc import Callable, Sequence
from typing import Any

import torch

from codeeval_gym.analysis.programs import evaluate_programs, language_of
from codeeval_gym.challenges import Dataset
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
    language: str | None = None,
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
        language: The programs' language; ``None`` takes Python where a challenge can be solved in
            it, else the challenge's first.
        samples: Programs for each challenge.
        temperature: Divides the logits; 0 always takes the likeliest token.
        max_new_tokens: Budget of a program, tokens. One that is cut off is judged as it stands.
        seed: The same seed gives the same programs.
        on_progress: Called with the number of programs judged and their total.

    Returns:
        One evaluation for each program, those of a challenge side by side; ``None`` where the
        sandbox failed.

    Raises:
        EndpointError: If the policy is behind an endpoint, and that fails.
        ValueError: If ``samples`` is not positive, or a challenge cannot be solved in the language.
        LanguageUnavailable: If this machine has no toolchain for a language.
    """
    if samples < 1:
        raise ValueError(f"samples must be at least 1, not {samples}.")
    languages = [language_of(challenge, language) for challenge in challenges]
    # Longest prompts last: prompts of like length share a batch with little padding.
    order = [index for index in range(len(challenges)) for _ in range(samples)]
    write = _from_endpoint if policy.is_endpoint else _from_tokens
    sizes = [_size(policy, challenge.prompt) for challenge in challenges]
    order.sort(key=lambda index: sizes[index])
    chance = torch.Generator().manual_seed(seed)
    found: dict[int, list[Evaluation | None]] = {index: [] for index in order}
    for start in range(0, len(order), _BATCH):
        batch = order[start : start + _BATCH]
        programs = write(
            policy,
            [(challenges[at].prompt, languages[at]) for at in batch],
            max_new_tokens=max_new_tokens,
            temperature=temperature,
            generator=chance,
        )
        pairs = [(challenges[at], program) for at, program in zip(batch, programs, strict=True)]
        results = evaluate_programs(pairs, engine, language=language)
        for at, result in zip(batch, results, strict=True):
            found[at].append(result)
        if on_progress is not None:
            on_progress(start + len(batch), len(order))
    return [result for index in range(len(challenges)) for result in found[index]]


def _size(policy: LLMAdapter, prompt: str) -> int:
    """In tokens; an endpoint's are not known, and do not share a batch."""
    return len(prompt if policy.is_endpoint else policy.encode_prompt(prompt))


def _from_tokens(
    policy: LLMAdapter, asked: Sequence[tuple[str, str]], **settings: Any
) -> list[str]:
    """Programs for prompts, each in its language; a prompt too long is refused, not cut."""
    prompts = [policy.encode_prompt(prompt) for prompt, _ in asked]
    written = policy.generate(prompts, **settings)
    return [
        policy.decode_program(tokens, language)
        for tokens, (_, language) in zip(written.tokens, asked, strict=True)
    ]


def _from_endpoint(
    policy: LLMAdapter, asked: Sequence[tuple[str, str]], **settings: Any
) -> list[str]:
    """Programs for prompts, in as many requests at a time as the endpoint is to have."""
    programs = [""] * len(asked)
    for language in sorted({language for _, language in asked}):
        places = [place for place, (_, named) in enumerate(asked) if named == language]
        prompts = [asked[place][0] for place in places]
        written = policy.complete(prompts, language=language, **settings)
        for place, program in zip(places, written, strict=True):
            programs[place] = program
    return programs
