"""The environment whose action is the next token of a program."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from gymnasium.spaces import Box, Dict, Discrete
from numpy.typing import NDArray

from codeeval_gym.envs.episode import Info
from codeeval_gym.envs.features import FEATURES, challenge_features
from codeeval_gym.envs.stepwise import Arrays, StepwiseEnv
from codeeval_gym.envs.tokens.draft import Draft
from codeeval_gym.envs.tokens.vocabulary import Vocabulary, VocabularySpec, Writer, make
from codeeval_gym.errors import UnknownNameError
from codeeval_gym.types import Challenge

__all__ = ["InvalidAction", "TokensEnv"]

InvalidAction = Literal["terminate", "noop", "error"]
"""What a token that may not come next does."""


_KEPT = 1000
"""Challenges whose starts are kept."""


@dataclass(frozen=True)
class _Start:
    """What every program for a challenge starts from; it takes a millisecond to find."""

    features: NDArray[np.float32]
    """The challenge's."""
    writer: Writer
    """What its tokens mean."""
    given: list[int]
    """What is prefilled."""


class TokensEnv(StepwiseEnv):
    """Write a program token by token; the whole of it is judged as :class:`CodeEvalEnv` does.

    **Action.** A token of the vocabulary. The end token, or the length limit, ends the program.

    **Observation.** A flat dictionary of arrays: ``tokens`` (int64, ``(max_length,)``, unused
    places hold the end token), ``length`` (int64, ``(1,)``), ``task``, the challenge's features
    (float32, ``(128,)``, see :func:`~codeeval_gym.envs.features.challenge_features`), ``turn`` and
    ``turns_left`` (int64, ``(1,)``).

    **Starting state.** As :class:`CodeEvalEnv`. With ``prefill``, the starter code is written
    already where the vocabulary can say it, so that the policy writes the body; the option
    ``prefix`` makes that the reference's first lines.

    **Reward, end and info.** Those of :class:`CodeEvalEnv` for the text that was written; all
    other steps earn 0.

    Args:
        render_mode: As :class:`CodeEvalEnv`.
        vocabulary: Anything that :func:`codeeval_gym.envs.tokens.make` takes.
        max_length: Most tokens of a program, what is prefilled included and the end token not.
        invalid_action: What a token that :meth:`action_masks` excludes does. ``terminate``: it is
            written, and the program is judged as it stands. ``noop``: it is not written, but
            counts against ``max_length``. ``error``: :meth:`step` raises.
        prefill: Whether programs start with the starter code.
        config: The fields of :class:`~codeeval_gym.envs.EnvConfig`.

    Raises:
        TypeError: As :class:`CodeEvalEnv`.
        ValueError: As :class:`CodeEvalEnv`, or if one of these settings cannot be.
        SandboxUnavailable: If this machine cannot isolate.
    """

    def __init__(
        self,
        *,
        render_mode: str | None = None,
        vocabulary: VocabularySpec = "python",
        max_length: int = 128,
        invalid_action: InvalidAction = "terminate",
        prefill: bool = True,
        **config: Any,
    ) -> None:
        if isinstance(max_length, bool) or not isinstance(max_length, int) or max_length < 1:
            raise ValueError(f"max_length must be a whole number from 1, not {max_length!r}.")
        if invalid_action not in get_args(InvalidAction):
            raise UnknownNameError("invalid_action", invalid_action, get_args(InvalidAction))
        self.vocabulary: Vocabulary = make(vocabulary)
        super().__init__(render_mode=render_mode, **config)
        self._invalid_action = invalid_action
        self._prefill = prefill
        self._must_prefill = False
        self._draft: Draft | None = None
        self._start: _Start | None = None
        self._starts: OrderedDict[str, _Start] = OrderedDict()
        self.action_space = Discrete(self.vocabulary.size)  # type: ignore[assignment]
        self.observation_space = _space(self.vocabulary, max_length, self._world.rules.max_turns)
        self._places = max_length

    def start(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> Info:
        """Start an episode and leave its observation for later.

        Args:
            seed: Seeds the drawing of challenges; ``None`` goes on drawing.
            options: ``challenge_id``, ``history``, ``prefix``: as :meth:`CodeEvalEnv.reset`. The
                lines of ``prefix`` are written already.

        Returns:
            The info.

        Raises:
            UnknownNameError: As :meth:`CodeEvalEnv.reset`.
            ValueError: As :meth:`CodeEvalEnv.reset`, or if the vocabulary cannot say the prefix, or
                it leaves no room to complete the program.
        """
        self._draft = None
        self._must_prefill = "prefix" in (options or {})
        return super().start(seed=seed, options=options)

    def begin(self) -> None:
        """Start a program.

        Raises:
            ValueError: As :meth:`reset`.
        """
        if self._draft is None:  # a turn that follows another starts as that did
            self._start = self._found_start()
        assert self._start is not None
        self._draft = Draft(
            self._start.writer, self.vocabulary.end, self._places, self._start.given
        )

    def action_masks(self) -> NDArray[np.bool_]:
        """Which tokens may come next, as sb3-contrib's ``MaskablePPO`` asks for it.

        Returns:
            bool of shape ``(V,)``, never all false. Where the vocabulary has a grammar, a token is
            excluded after which the program could not be completed within the length limit.

        Raises:
            ResetNeeded: Before the first :meth:`reset`.
        """
        draft = self._written()
        return draft.writer.mask(draft.left)

    def advance(self, action: int) -> str | None:
        """Take one token.

        Args:
            action: The token.

        Returns:
            The program, if it is finished, and else ``None``.

        Raises:
            ValueError: If there is no such token, or it may not come and ``invalid_action`` is
                ``"error"``.
            ResetNeeded: If no episode is in progress.
        """
        self._in_progress()
        draft, token = self._written(), self._checked_number(action)
        legal = draft.writer.allows(token, draft.left)
        if not legal and self._invalid_action == "error":
            raise ValueError(f"Token {token} may not come here; action_masks() says which may.")
        if not legal and self._invalid_action == "noop":
            draft.waste()
        elif token == self.vocabulary.end:
            return draft.text()
        else:
            draft.append(token)
        over = draft.left == 0 or (not legal and self._invalid_action == "terminate")
        return draft.text() if over else None

    def observation(self) -> Arrays:
        """What the policy sees now, in new arrays.

        Raises:
            ResetNeeded: Before the first :meth:`reset`.
        """
        draft, episode = self._written(), self._episode
        assert episode is not None
        assert self._start is not None
        return {
            "tokens": draft.tokens.copy(),
            "length": np.array([draft.length], np.int64),
            "task": self._start.features.copy(),
            "turn": np.array([episode.turn], np.int64),
            "turns_left": np.array([episode.rules.max_turns - episode.turn], np.int64),
        }

    def encode(self, program: str) -> list[int]:
        """The actions that hand in a program from the start of this turn, the end token included.

        Where something is prefilled, these are the actions that complete it. A vocabulary of
        tokens keeps what a program says, not its spacing, comments and empty lines.

        Args:
            program: The program.

        Raises:
            ValueError: If the vocabulary cannot say it, it is longer than ``max_length``, or it
                does not start with what is prefilled.
            ResetNeeded: Before the first :meth:`reset`.
        """
        draft = self._written()
        tokens = draft.writer.encode(program)
        given = len(draft.given)
        if tuple(tokens[:given]) != draft.given:
            raise ValueError(
                "The program does not start with what is prefilled; make the environment with "
                "prefill=False to write it from its first token."
            )
        if len(tokens) > self._places:
            raise ValueError(f"The program has {len(tokens)} tokens, of {self._places} places.")
        # At the length limit a program ends by itself.
        ending = [self.vocabulary.end] if len(tokens) < self._places else []
        return tokens[given:] + ending

    def decode(self) -> str:
        """The program as it stands.

        Raises:
            ResetNeeded: Before the first :meth:`reset`.
        """
        return self._written().text()

    def _written(self) -> Draft:
        if self._draft is None:
            self._in_progress()
        assert self._draft is not None
        return self._draft

    def _found_start(self) -> "_Start":
        challenge = self.challenge.public_view()
        found = None if self._must_prefill else self._starts.get(challenge.id)
        if found is None:
            writer = self.vocabulary.writer(challenge)
            given = self._given(writer, challenge)
            found = _Start(challenge_features(challenge), writer, given)
        if not self._must_prefill:  # with a prefix it is that one episode's
            self._starts[challenge.id] = found
            self._starts.move_to_end(challenge.id)
            if len(self._starts) > _KEPT:
                self._starts.popitem(last=False)
        return found

    def _given(self, writer: Writer, challenge: Challenge) -> list[int]:
        """What is written already: the starter code, if it can be said and leaves room."""
        if not (self._prefill or self._must_prefill):
            return []
        starter = challenge.starter.get(self._world.rules.language, "")
        try:
            tokens = writer.encode(starter, opened=True)
            _check_prefix(writer, tokens, self._places)
        except ValueError as error:
            if self._must_prefill:
                raise ValueError(f"Option 'prefix' of {challenge.id!r}: {error}") from error
            return []
        return tokens


def _check_prefix(writer: Writer, tokens: list[int], places: int) -> None:
    """See whether something can follow these tokens.

    Raises:
        ValueError: If not.
    """
    if not writer.begins(tokens):
        raise ValueError("The grammar of the vocabulary does not know all that is in it.")
    if len(tokens) >= places or not writer.fits(places - len(tokens)):
        raise ValueError(f"Of max_length={places}, its {len(tokens)} tokens leave no room.")


def _space(vocabulary: Vocabulary, places: int, turns: int) -> Dict:
    return Dict(
        {
            "tokens": Box(0, vocabulary.size - 1, (places,), np.int64),
            "length": Box(0, places, (1,), np.int64),
            "task": Box(-1.0, 1.0, (FEATURES,), np.float32),
            "turn": Box(0, turns, (1,), np.int64),
            "turns_left": Box(0, turns, (1,), np.int64),
        }
    )
