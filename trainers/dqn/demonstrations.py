"""Programs that nobody had to find: references and their mutants, judged like any other."""

from collections.abc import Callable, Sequence

from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers.curricula import held
from codeeval_gym.trainers.dqn.trajectories import MUTANT, REFERENCE, Trajectory, trajectories
from codeeval_gym.trainers.playing import Player, dataset_of
from codeeval_gym.trainers.rollout import Rollout
from codeeval_gym.trainers.slots import Slots

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
    dataset = dataset_of(slots, "seed_challenges", "Set seed_challenges to 0.")
    found: list[Trajectory] = []
    # The same seed twice is the same challenge twice only while what the sampler learns waits.
    with held(slots.env):
        for start in range(0, len(seeds), slots.count):
            wave = list(seeds[start : start + slots.count])
            padded = wave + [wave[-1]] * (slots.count - len(wave))
            for number in range(1 + mutants_each):
                poll()
                player = Player(policy, slots, dataset, language, max_new_tokens, mutants_each)
                played = Rollout(tuple(player.play(padded, number)), 0.0, 0.0)
                source = MUTANT if number else REFERENCE
                kept = [turn for turn in played.kept() if turn.episode < len(wave)]
                found += trajectories(kept, source=source, iteration=0)
    return found
