"""Programs that nobody had to find, handed in to an environment: references and their mutants."""

from collections.abc import Sequence

from codeeval_gym.challenges import Dataset
from codeeval_gym.challenges.mutation import mutants
from codeeval_gym.errors import ConfigError
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers.rollout import Turn, Written, turn_of
from codeeval_gym.trainers.slots import Slots
from codeeval_gym.types import Challenge

__all__ = ["Player", "dataset_of"]


def dataset_of(slots: Slots, what: str, advice: str) -> Dataset:
    """The challenges of an environment.

    Args:
        slots: The environment.
        what: What needs them.
        advice: What to do where there are none.

    Raises:
        ConfigError: If the environment does not say what its challenges are.
    """
    dataset = getattr(slots.env.unwrapped, "challenges", None)
    if not isinstance(dataset, Dataset):
        raise ConfigError(
            f"{what} needs an environment that has references, as CodeEval-Python-v0 does; "
            f"{type(slots.env.unwrapped).__name__} has no challenges. {advice}"
        )
    return dataset


class Player:
    """Plays given programs, as if the policy had written them.

    Args:
        policy: Encodes programs.
        slots: Where they are judged.
        dataset: The challenges, with their references.
        language: Of the programs.
        max_new_tokens: Programs longer than this are left out: the policy could not write them.
        mutants_each: Mutants of each reference.
    """

    def __init__(
        self,
        policy: LLMAdapter,
        slots: Slots,
        dataset: Dataset,
        language: str,
        max_new_tokens: int,
        mutants_each: int = 0,
    ) -> None:
        self.policy = policy
        self.slots = slots
        self.dataset = dataset
        self.language = language
        self.max_new_tokens = max_new_tokens
        self.mutants_each = mutants_each

    def play(self, seeds: Sequence[int], number: int) -> list[Turn]:
        """One episode in every slot: the reference, or its mutant of this number and then it.

        Args:
            seeds: One for each slot.
            number: 0 for the reference; which mutant otherwise.

        Returns:
            By episode, numbered from 0 as the slots are, and by turn within it. Where there is no
            such program, or it is too long, there is none.
        """
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
        return sorted(turns, key=lambda turn: turn.episode)  # stable: turns stay in order

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
