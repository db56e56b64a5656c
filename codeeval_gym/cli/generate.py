"""``codeeval-gym generate``: programs for a prompt."""

import sys

import torch

from codeeval_gym.llm import LLMAdapter

__all__ = ["run_generate"]


def run_generate(
    prompt: str, *, policy: str, samples: int, temperature: float, max_new_tokens: int, seed: int
) -> None:
    """Print programs that a policy writes. Nothing is executed.

    Args:
        prompt: What the program should do; ``-`` reads it from standard input.
        policy: ``builtin:tiny``, a folder, a hub id, or ``openai:MODEL@URL``.
        samples: How many programs.
        temperature: 0 takes the likeliest token.
        max_new_tokens: Budget of a program, tokens.
        seed: The same seed gives the same programs.

    Raises:
        UnknownNameError: If there is no such policy.
        ValueError: If a number cannot be, or the prompt is empty.
    """
    text = sys.stdin.read() if prompt == "-" else prompt
    if not text.strip():
        raise ValueError("The prompt is empty: say what the program should do.")
    if samples < 1:
        raise ValueError(f"samples must be at least 1, not {samples}.")
    adapter = LLMAdapter(policy)
    programs = adapter.complete(
        [text] * samples,
        max_new_tokens=max_new_tokens,
        temperature=temperature,
        generator=torch.Generator().manual_seed(seed),
    )
    for number, program in enumerate(programs, start=1):
        if samples > 1:
            print(f"# program {number}")
        print(program.rstrip("\n"))
