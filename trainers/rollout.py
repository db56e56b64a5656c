"""Collecting: challenges in, programs and what they earned out."""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import torch

from codeeval_gym.llm import Generation, LLMAdapter
from codeeval_gym.llm.generators import reports
from codeeval_gym.trainers.slots import Outcome, Slots
from codeeval_gym.types import Evaluation

__all__ = ["Generate", "Rollout", "Sampling", "Turn", "Written", "collect", "turn_of"]

Generate = Callable[..., Generation]
"""Writes programs, as :meth:`codeeval_gym.llm.LLMAdapter.generate` does."""

HELD_BACK = 0.5
"""Where the policy computes on the cores that programs are judged on, this share of them waits to
be judged until so many are complete. While the batch is full, writing needs every core; for the
long programs at its end it does not."""


@dataclass(frozen=True)
class Sampling:
    """How programs are sampled."""

    max_new_tokens: int
    """Budget of a program, tokens."""
    temperature: float
    """Divides the logits, in sampling and in training alike."""


@dataclass(frozen=True)
class Turn:
    """One program and its reward."""

    episode: int
    """Number of its episode within the rollout."""
    group: int
    """Episodes with the same number tried the same challenge."""
    prompt: tuple[int, ...]
    """Token ids that the policy read."""
    program: tuple[int, ...]
    """Token ids that the policy wrote, the EOS included where there is one."""
    logprobs: tuple[float, ...]
    """Of the program's tokens, as the sampler computed them."""
    truncated: bool
    """True means that the budget ended the program."""
    reward: float
    """As the environment paid it."""
    verdict: str
    """The verdict's name; empty after an infrastructure failure."""
    terms: Mapping[str, float]
    """Reward terms by name; those that did not apply are left out."""
    infra_error: str
    """Why the program was not judged; empty if it was."""
    evaluation: Evaluation | None
    """The judge's record."""
    challenge_id: str = ""
    """As the environment named it; empty if it did not."""


@dataclass(frozen=True)
class Rollout:
    """What one iteration collected."""

    turns: tuple[Turn, ...]
    """By episode, and by turn within it."""
    generate_seconds: float
    """Wall seconds spent in the policy, while programs that were complete may have been judged."""
    judge_seconds: float
    """Wall seconds in which nothing but the environment was waited for."""
    iteration: int | None = None
    """Iterations of updates that the policy had behind it, from 0; ``None`` if that is not
    known."""

    @property
    def failed(self) -> dict[int, str]:
        """Episodes that infrastructure ended, with the reason: there is no return for them."""
        return {turn.episode: turn.infra_error for turn in self.turns if turn.infra_error}

    def kept(self) -> list[Turn]:
        """The turns of all other episodes."""
        failed = self.failed
        return [turn for turn in self.turns if turn.episode not in failed]


def collect(
    policy: LLMAdapter,
    slots: Slots,
    seeds: Sequence[int],
    sampling: Sampling,
    *,
    generator: torch.Generator,
    generate: Generate | None = None,
    poll: Callable[[], None] = lambda: None,
    overlap: bool = True,
) -> Rollout:
    """Play one episode for each seed.

    A program goes to the environment when it is complete, while the rest are still written; on a
    CPU, when half of them are (:data:`HELD_BACK`). What comes of it is the same as if all had been
    handed in at the end.

    Args:
        policy: Writes the programs.
        slots: Where they are judged.
        seeds: One for each episode; a multiple of the slots. Equal seeds are a group.
        sampling: How programs are sampled.
        generator: The only source of chance in sampling.
        generate: Writes the programs; ``None`` means the policy itself.
        poll: Called around generating and with each program; what it raises ends the collection.
        overlap: False hands all programs in at the end.

    Returns:
        All turns of all episodes.
    """
    write = generate or policy.generate
    early = overlap and reports(write)
    collector = _Collector(policy, slots, sampling, generator, write, poll, early)
    for start in range(0, len(seeds), slots.count):
        collector.play(seeds[start : start + slots.count], start)
    turns = sorted(collector.turns, key=lambda turn: turn.episode)  # stable: turns stay in order
    return Rollout(tuple(turns), collector.generate_seconds, collector.judge_seconds)


class _Collector:
    def __init__(
        self,
        policy: LLMAdapter,
        slots: Slots,
        sampling: Sampling,
        generator: torch.Generator,
        generate: Generate,
        poll: Callable[[], None],
        early: bool,
    ) -> None:
        self.policy = policy
        self.slots = slots
        self.sampling = sampling
        self.generator = generator
        self.generate = generate
        self.poll = poll
        self.early = early
        self.turns: list[Turn] = []
        self.generate_seconds = 0.0
        self.judge_seconds = 0.0

    def play(self, seeds: Sequence[int], first_episode: int) -> None:
        """One episode in every slot, until the last has ended."""
        started = time.perf_counter()
        observations = self.slots.reset(seeds)
        self.judge_seconds += time.perf_counter() - started
        active = list(range(self.slots.count))
        while active:
            self.poll()
            prompts, generation = self._write([observations[slot] for slot in active], active)
            self.poll()
            outcomes = self._judge(active, generation)
            for row, slot in enumerate(active):
                episode = first_episode + slot
                written = Written.of(tuple(prompts[row]), generation, row)
                self.turns.append(turn_of(episode, seeds[slot], written, outcomes[slot]))
                observations[slot] = outcomes[slot].observation
            active = [slot for slot in active if not outcomes[slot].over]

    def _write(
        self, observations: Sequence[Mapping[str, Any]], active: Sequence[int]
    ) -> tuple[list[list[int]], Generation]:
        started = time.perf_counter()
        room = self.policy.context
        longest = None if room is None else room - self.sampling.max_new_tokens
        prompts = [
            self.policy.encode_prompt(
                self.policy.prompt_from_observation(observation), max_tokens=longest
            )
            for observation in observations
        ]
        generation = self.generate(
            prompts,
            max_new_tokens=self.sampling.max_new_tokens,
            temperature=self.sampling.temperature,
            generator=self.generator,
            **({"on_finished": self._submitting(active)} if self.early else {}),
        )
        self.generate_seconds += time.perf_counter() - started
        return prompts, generation

    def _submitting(self, active: Sequence[int]) -> Callable[[int, Sequence[int]], None]:
        for slot in sorted(set(range(self.slots.count)) - set(active)):
            self.slots.submit(slot, "")  # its episode is over
        still_held = HELD_BACK * len(active) if self.policy.device.type == "cpu" else 0.0
        complete: list[tuple[int, str]] = []

        def submit(row: int, ids: Sequence[int]) -> None:
            nonlocal still_held
            self.poll()
            complete.append((active[row], self.policy.decode_program(ids)))
            still_held -= 1
            if still_held <= 0:
                for slot, program in complete:
                    self.slots.submit(slot, program)
                complete.clear()

        return submit

    def _judge(self, active: Sequence[int], generation: Generation) -> list[Outcome]:
        started = time.perf_counter()
        if self.early:
            outcomes = self.slots.gather()
        else:
            programs = [""] * self.slots.count  # slots whose episode is over are handed nothing
            for row, slot in enumerate(active):
                length = int(generation.lengths[row])
                programs[slot] = self.policy.decode_program(generation.tokens[row, :length])
            outcomes = self.slots.step(programs)
        self.judge_seconds += time.perf_counter() - started
        return outcomes


class Written(NamedTuple):
    """A program, as :class:`Turn` has it."""

    prompt: tuple[int, ...]
    """Token ids that were read."""
    program: tuple[int, ...]
    """Token ids that were written."""
    logprobs: tuple[float, ...]
    """Of the program's tokens."""
    truncated: bool = False
    """True means that the budget ended the program."""

    @classmethod
    def of(cls, prompt: tuple[int, ...], generation: Generation, row: int) -> "Written":
        """A row of what a model wrote."""
        length = int(generation.lengths[row])
        return cls(
            prompt,
            tuple(generation.tokens[row, :length].tolist()),
            tuple(generation.logprobs[row, :length].tolist()),
            bool(generation.truncated[row]),
        )


def turn_of(episode: int, group: int, written: Written, outcome: Outcome) -> Turn:
    """Join a program and what an environment answered.

    Args:
        episode: Number of its episode.
        group: Number of its group.
        written: The program.
        outcome: The answer.
    """
    info = outcome.info
    terms = info.get("reward_terms", {}).items()
    return Turn(
        episode=episode,
        group=group,
        prompt=written.prompt,
        program=written.program,
        logprobs=written.logprobs,
        truncated=written.truncated,
        reward=outcome.reward,
        verdict=str(info.get("verdict") or ""),
        # A vector environment may write a missing number as NaN.
        terms={name: float(x) for name, x in terms if x is not None and not math.isnan(x)},
        infra_error=_reason(info.get("infra_error")),
        evaluation=outcome.evaluation,
        challenge_id=str(info.get("challenge_id") or ""),
    )


def _reason(infra_error: Any) -> str:
    """The environment may name the reason or only say that there is one."""
    if not infra_error:
        return ""
    return infra_error if isinstance(infra_error, str) else "the environment named no reason"
