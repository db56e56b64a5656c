"""The environment whose action is the rank of a proposal."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from gymnasium.error import ResetNeeded
from gymnasium.spaces import Box, Dict, Discrete

from codeeval_gym.envs.code_eval import CodeEvalEnv
from codeeval_gym.envs.features import FEATURES, challenge_features
from codeeval_gym.envs.proposals import Draft, Proposal, ProposerSpec, Slate
from codeeval_gym.envs.rendering import printable
from codeeval_gym.envs.stepwise import Arrays, StepwiseEnv

__all__ = ["TopKEnv"]


class TopKEnv(StepwiseEnv):
    """Write a program piece by piece, each time taking one of ``k`` ranked proposals.

    What a proposal is, the proposer decides: by default the ``k`` likeliest next lines of the
    built-in language model. The program is handed in with a proposal that ends it, or after
    ``max_steps`` pieces, and from there on everything is as in :class:`CodeEvalEnv`.

    **Action.** The rank of a proposal, 0 the likeliest. Every rank is valid at every step.

    **Observation.** A flat dictionary of arrays. ``proposals``: ``k`` rows of equal width,
    flattened; in each the log probability divided by 10, the probability as if there were no other
    proposals, whether it ends the program, its length in hundreds of characters, the shares of its
    words and of its numbers that stand in the prompt, its words hashed to 16 numbers, and what the
    proposer knows about it. ``program``: the share of ``max_steps`` taken, the entropy of the
    proposals as a share of the largest there can be, the log probability of all that was taken and
    the lowest of a piece, both divided by 10, the shares of words and of numbers taken that stand
    in the prompt, and the words of the last piece, hashed to 64 numbers.
    ``task``: the challenge, as :func:`~codeeval_gym.envs.features.challenge_features` puts it.
    These are float32; ``turn``, the turns taken, and ``turns_left`` are int64.

    **Starting state, reward, episode end, info.** As :class:`CodeEvalEnv`; a step that hands in no
    program is paid 0, and its info is that of the last program, if there was one.

    Args:
        render_mode: As :class:`CodeEvalEnv`.
        proposals: A name of :data:`codeeval_gym.envs.proposals.proposers`, a mapping with a
            ``name`` and its options (``{"name": "lm", "stride": "token"}``), a proposer, or a
            function as :class:`~codeeval_gym.envs.proposals.FunctionProposals` takes it.
        k: Proposals at each step, at least 2.
        max_steps: The most pieces of a program, at least 1.
        remember: Drafts whose proposals are kept, so that they are made once; 0 keeps none.
        config: The fields of :class:`~codeeval_gym.envs.EnvConfig`.

    Raises:
        TypeError: As :class:`CodeEvalEnv`, or if ``proposals`` is something else.
        ValueError: As :class:`CodeEvalEnv`, or if ``k``, ``max_steps`` or ``remember`` is too
            small.
        ImportError: If the proposer needs a package that is not installed.
        SandboxUnavailable: If this machine cannot isolate.
    """

    def __init__(
        self,
        *,
        render_mode: str | None = None,
        proposals: ProposerSpec = "lm",
        k: int = 4,
        max_steps: int = 32,
        remember: int = 20_000,
        **config: Any,
    ) -> None:
        self.slate = Slate(proposals, k, max_steps, remember)
        super().__init__(render_mode=render_mode, **config)
        self.observation_space = _space(self.slate, self._world.rules.max_turns)
        self.action_space = Discrete(k)  # type: ignore[assignment]  # a number, not a text
        self._draft: Draft | None = None
        self._proposals: tuple[Proposal, ...] = ()
        self._task = np.zeros(FEATURES, np.float32)

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """What may be taken now, by rank.

        Raises:
            ResetNeeded: If no episode is in progress.
        """
        self._in_progress()
        self.prepare([self])
        return self._proposals

    def shared(self) -> dict[str, Any]:
        """As that of the base class, with the proposer and its memory."""
        return {**super().shared(), "proposals": self.slate.proposer}

    @staticmethod
    def prepare(envs: Sequence[StepwiseEnv]) -> None:
        """Make the proposals that environments are about to show, those of one proposer together.

        Args:
            envs: Those that have their proposals, or whose episode is over, are left as they are.
        """
        groups: dict[tuple[int, int], list[TopKEnv]] = {}
        for env in envs:
            if isinstance(env, TopKEnv) and env._waits():
                groups.setdefault((id(env.slate.proposer), env.slate.k), []).append(env)
        for group in groups.values():
            found = group[0].slate.propose([env._current() for env in group])
            for env, proposals in zip(group, found, strict=True):
                env._proposals = proposals

    def begin(self) -> None:
        """Start a program."""
        episode = self._in_progress()
        self._draft = Draft(episode.observation())
        self._proposals = ()
        self._task = challenge_features(episode.challenge.public_view())

    def advance(self, action: int) -> str | None:
        """Take a proposal.

        Args:
            action: Its rank.

        Returns:
            The program, if it is finished, and else ``None``.

        Raises:
            ValueError: If there is no such rank.
            ResetNeeded: If no episode is in progress.
        """
        self._in_progress()
        rank = self._checked_number(action)
        piece = self.proposals[rank]
        draft = self._current()
        draft.take(piece)
        self._proposals = ()
        return draft.text if self.slate.ends(draft) else None

    def observation(self) -> Arrays:
        """What the policy sees now, in new arrays; after the end no proposals, but zeros.

        Raises:
            ResetNeeded: Before the first :meth:`reset`.
        """
        draft, episode = self._current(), self._episode
        assert episode is not None
        self.prepare([self])
        return {
            **self.slate.observation(draft, self._proposals),
            "task": self._task.copy(),
            "turn": np.array([episode.turn], np.int64),
            "turns_left": np.array([episode.rules.max_turns - episode.turn], np.int64),
        }

    def encode(self, program: str) -> list[int]:
        """The actions that write a program for the challenge at hand, from its beginning.

        Args:
            program: The whole text.

        Raises:
            ValueError: If the proposals do not write it.
            ResetNeeded: Before the first :meth:`reset`.
        """
        return self.slate.encode(self._current().observation, program)

    def decode(self) -> str:
        """The program as it stands.

        Raises:
            ResetNeeded: Before the first :meth:`reset`.
        """
        return self._current().text

    def render(self) -> str | None:
        """Show the episode, the program so far and the proposals as text.

        Nothing without ``render_mode="ansi"``.

        Raises:
            ResetNeeded: Before the first :meth:`reset`.
        """
        shown = CodeEvalEnv.render(self)
        if shown is None or not self._proposals:
            return shown
        ranked = (
            f"{rank}: {'(end) ' if proposal.last else ''}{proposal.text!r}"
            for rank, proposal in enumerate(self._proposals)
        )
        return "\n".join([shown, printable(self.decode()), *ranked, ""])

    def _waits(self) -> bool:
        """Whether there are proposals to make."""
        draft, episode = self._draft, self._episode
        if draft is None or episode is None or episode.over or self._proposals:
            return False
        return not self.slate.ends(draft)

    def _current(self) -> Draft:
        if self._draft is None:
            raise ResetNeeded("Call reset() first: no episode has started.")
        return self._draft


def _space(slate: Slate, turns: int) -> Dict:
    return Dict(
        {
            **slate.spaces(),
            "task": Box(-1.0, 1.0, (FEATURES,), np.float32),
            "turn": Box(0, turns, (1,), np.int64),
            "turns_left": Box(0, turns, (1,), np.int64),
        }
    )
