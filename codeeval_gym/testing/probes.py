"""Environments so simple that a trainer which does not solve them in seconds is broken.

They look like ``CodeEval-Python-v0`` from outside (observation, info, end of an episode), need no
sandbox, and the best policy is known. Put many side by side with
``gymnasium.vector.SyncVectorEnv([...], autoreset_mode=AutoresetMode.SAME_STEP)``.
"""

from collections.abc import Mapping
from typing import Any

import gymnasium as gym
from gymnasium.spaces import Dict, Discrete

from codeeval_gym.envs import CodeText
from codeeval_gym.types import Verdict

__all__ = ["ProbeEnv"]

MAX_TEXT = 1 << 16


class ProbeEnv(gym.Env[dict[str, Any], str]):
    """Pays for writing the one right answer to a prompt, and in part for a right beginning.

    The reward is the length of the common beginning of program and answer, over the length of the
    longer of the two: 1 for the answer itself, 0 for a wrong first character.

    Args:
        answers: Prompt to right answer; each episode draws one. With a single one this is the
            "constant program" probe, with several the policy must read its prompt.
        turns: Programs that may be handed in; only the last, or a right one, is paid.
        fail: Every so many episodes the infrastructure "fails"; 0 for never.
        hints: True hides the prompt until a first program was handed in, which is never right,
            and then shows it as feedback: the "repair" probe. Guesses in turn cannot solve it.
    """

    metadata: dict[str, Any] = {"render_modes": []}  # noqa: RUF012 - as Gymnasium types it

    def __init__(
        self,
        answers: Mapping[str, str],
        *,
        turns: int = 1,
        fail: int = 0,
        hints: bool = False,
    ) -> None:
        self.answers = dict(answers)
        self.hints = hints
        self.turns = turns
        self.fail = fail
        self.render_mode = None
        text = CodeText(MAX_TEXT)
        keys = ("prompt", "starter_code", "feedback", "previous_program")
        count = Discrete(turns + 1)
        self.observation_space = Dict(
            {**dict.fromkeys(keys, text), "turn": count, "turns_left": count}
        )
        self.action_space = text
        self._episodes = 0
        self._turn = 0
        self._prompt = ""
        self._program = ""

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Draw a prompt; the same seed draws the same."""
        super().reset(seed=seed)
        prompts = sorted(self.answers)
        self._prompt = prompts[int(self.np_random.integers(len(prompts)))]
        self._turn, self._program = 0, ""
        self._episodes += 1
        return self._observation(), self._info(Verdict.WRONG_ANSWER, 0.0)

    def step(self, action: str) -> tuple[dict[str, Any], float, bool, bool, dict[str, Any]]:
        """Hand in a program."""
        self._turn, self._program = self._turn + 1, action
        if self.fail and self._episodes % self.fail == 0:
            info = self._info(Verdict.WRONG_ANSWER, 0.0) | {"infra_error": "the probe was told to"}
            return self._observation(), 0.0, False, True, info | {"verdict": ""}
        blind = self.hints and self._turn == 1
        score = 0.0 if blind else _score(action, self.answers[self._prompt])
        solved = score == 1.0
        over = solved or self._turn == self.turns
        verdict = Verdict.ACCEPTED if solved else Verdict.WRONG_ANSWER
        reward = score if over else 0.0
        return self._observation(), reward, over, False, self._info(verdict, score)

    def _observation(self) -> dict[str, Any]:
        feedback = self._prompt if self.hints else "Try again."
        return {
            "prompt": "" if self.hints else self._prompt,
            "starter_code": "",
            "feedback": feedback if self._turn else "",
            "previous_program": self._program,
            "turn": self._turn,
            "turns_left": self.turns - self._turn,
        }

    def _info(self, verdict: Verdict, score: float) -> dict[str, Any]:
        return {
            "challenge_id": f"probe/{self._prompt}",
            "verdict": verdict.value,
            "reward_terms": {"prefix": score},
            "infra_error": "",
        }


def _score(program: str, answer: str) -> float:
    common = 0
    for got, expected in zip(program, answer, strict=False):
        if got != expected:
            break
        common += 1
    return common / max(len(program), len(answer))
