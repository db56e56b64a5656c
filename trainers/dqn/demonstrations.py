"""Programs that nobody had to find: references and their mutants, judged like any other."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from codeeval_gym.challenges import Dataset
from codeeval_gym.challenges.mutation import mutants
from codeeval_gym.errors import ConfigError
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers.curricula import held
from codeeval_gym.trainers.dqn.trajectories import MUTANT, REFERENCE, Trajectory, trajectories
from codeeval_gym.trainers.rollout import Turn, Written, turn_of
from codeeval_gym.trainers.slots import Slots
from codeeval_gym.types import Challenge

__all__ = ["demonstrate"]


def demonstrate(
    policy: LLMAdapter,
    slots: Slots,
    seeds: Sequence[int],
    *,
    mutants_each: int,
    max_new_tokens: int,
    language: str = "python",
    poll: Callable[[], None] = lambda: None,
) -> list[Trajectory]:
    """Hand in the references of challenges, and mutants of them, and keep what that gave.

    Where there are several turns, a mutant is followed by its reference: an episode in which
    something wrong is mended. Nothing is taken for right or wrong without having been judged, and
    what could not be judged is left out.

    Args:
        policy: Encodes programs.
        slots: Where they are judged.
        seeds: One for each challenge.
        mutants_each: Mutants of each reference.
        max_new_tokens: Programs longer than this are left out: the policy could not write them.
        language: Of the programs.
        poll: Called between two batches; what it raises ends it.

    Raises:
        ConfigError: If the environment does not say what its challenges are.
    """
    dataset = getattr(slots.env.unwrapped, "challenges", None)
    if not isinstance(dataset, Dataset):
        raise ConfigError(
            "seed_challenges needs an environment that has references, as CodeEval-Python-v0 does; "
            f"{type(slots.env.unwrapped).__name__} has no challenges. Set seed_challenges to 0."
        )
    found: list[Trajectory] = []
    # The same seed twice is the same challenge twice only while what the sampler learns waits.
    with held(slots.env):
        for start in range(0, len(seeds), slots.count):
            wave = list(seeds[start : start + slots.count])
            padded = wave + [wave[-1]] * (slots.count - len(wave))
            for number in range(1 + mutants_each):
                poll()
                player = _Player(policy, slots, dataset, language, max_new_tokens, mutants_each)
                turns = player.play(padded, number)
                source = MUTANT if number else REFERENCE
                kept = [turn for turn in turns if turn.episode < len(wave)]
                found += trajectories(kept, source=source, iteration=0)
    return found


class _Player:
    def __init__(
        self,
        policy: LLMAdapter,
        slots: Slots,
        dataset: Dataset,
        language: str,
        max_new_tokens: int,
        mutants_each: int,
    ) -> None:
        self.policy = policy
        self.slots = slots
        self.dataset = dataset
        self.language = language
        self.max_new_tokens = max_new_tokens
        self.mutants_each = mutants_each

    def play(self, seeds: Sequence[int], number: int) -> list[Turn]:
        """One episode in every slot: the reference, or its mutant of this number and then it."""
        observations = self.slots.reset(seeds)
        scripts = [
            self._script(self.dataset[str(info["challenge_id"])], number)
            for info in self.slots.infos
        ]
        turns: list[Turn] = []
        active = [slot for slot, script in enumerate(scripts) if script]
        while active:
            written = {slot: scripts[slot].pop(0) for slot in active}
            texts = [
                self.policy.decode_program(written[slot], self.language) if slot in written else ""
                for slot in range(self.slots.count)
            ]
            outcomes = self.slots.step(texts)
            for slot in active:
                prompt = self.policy.encode_prompt(
                    self.policy.prompt_from_observation(observations[slot]), max_tokens=self._room
                )
                ids = tuple(written[slot])
                # Whoever wrote it was sure of it.
                by_hand = Written(tuple(prompt), ids, (0.0,) * len(ids))
                turns.append(turn_of(slot, seeds[slot], by_hand, outcomes[slot]))
                observations[slot] = outcomes[slot].observation
            active = [slot for slot in active if not outcomes[slot].over and scripts[slot]]
        return list(self._judged(turns))

    @property
    def _room(self) -> int | None:
        context = self.policy.context
        return None if context is None else context - self.max_new_tokens

    def _script(self, challenge: Challenge, number: int) -> list[list[int]]:
        """What is handed in, turn after turn; nothing where there is none or it is too long."""
        reference = challenge.references.get(self.language)
        if reference is None:
            return []
        programs = [reference]
        if number:
            made = mutants(reference, self.language, limit=self.mutants_each)
            if len(made) < number:
                return []
            programs = [made[number - 1].program, reference]
        encoded = [self.policy.encode_program(program) for program in programs]
        return encoded if all(len(ids) <= self.max_new_tokens for ids in encoded) else []

    @staticmethod
    def _judged(turns: Sequence[Turn]) -> Iterator[Any]:
        failed = {turn.episode for turn in turns if turn.infra_error}
        for turn in sorted(turns, key=lambda turn: turn.episode):
            if turn.episode not in failed:
                yield turn
