"""From sampled programs to pairs, and to a policy that prefers the better one of each."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from accelerate.utils import gather_object

from codeeval_gym.trainers.dpo.config import DPOConfig
from codeeval_gym.trainers.dpo.pairs import Pair, Written, counts, make_pairs, states
from codeeval_gym.trainers.dpo.updates import Objective, ScoredPair, Updater
from codeeval_gym.trainers.likelihood import LikelihoodLearner, Scored
from codeeval_gym.trainers.rollout import Turn

__all__ = ["Believe", "Learner"]

Believe = Callable[[Sequence[Sequence[Written]]], Mapping[int, float]]
"""From groups of programs to how far each row of the rollout is believed."""


class Learner(LikelihoodLearner[DPOConfig]):
    """Holds what is trained, and makes pairs.

    Args:
        model: A causal language model of transformers, updated in place.
        config: All settings.
        reference: As for :class:`~codeeval_gym.trainers.likelihood.LikelihoodLearner`.
    """

    believe: Believe | None = None
    """Verifies programs by each other; needed with ``verified_by="mutual"``."""

    def improve(
        self,
        turns: Sequence[Turn],
        scored: Scored | None,
        iteration: int,
        chance: np.random.Generator,
    ) -> dict[str, float]:
        """Make pairs and learn from them."""
        groups = states(turns, truncated=self.config.truncated)
        believed: Mapping[int, float] = {} if self.believe is None else self.believe(groups)
        # Groups are not torn apart, so each process makes the pairs of its own challenges.
        own = np.random.default_rng(
            [self.config.seed, iteration, 1 + self.accelerator.process_index]
        )
        pairs = make_pairs(groups, self.config, own, lambda one: believed.get(one.row))
        found: list[tuple[Pair, ScoredPair]] = gather_object(
            list(zip(pairs, self._scored(pairs, scored), strict=True))
        )
        config = self.config
        updater = Updater(
            self.stepper(),
            Objective(
                config.loss,
                config.beta,
                config.length_normalise,
                config.sft_coeff,
                config.probability_weight,
            ),
            config.epochs,
            config.batch_pairs,
            config.micro_batch_tokens,
        )
        metrics: dict[str, float] = updater.run([pair for _, pair in found], chance)
        return metrics | dict(counts(pair for pair, _ in found))

    @staticmethod
    def _scored(pairs: Sequence[Pair], scored: Scored | None) -> list[ScoredPair]:
        """The pairs with the log-probabilities that the reference gave their rows."""
        # The configuration sees to it that there is a reference.
        assert scored is not None
        assert scored.reference is not None
        whole = scored.reference.sum(dim=1).tolist()
        return [
            ScoredPair(
                pair.chosen.example.prompt,
                pair.chosen.example.program,
                pair.rejected.example.program,
                whole[pair.chosen.row],
                whole[pair.rejected.row],
            )
            for pair in pairs
        ]
