"""How programs are written while collecting, and how they are chosen."""

import math
from collections.abc import Sequence

import torch
from torch import Tensor

from codeeval_gym.llm import Generation, LLMAdapter
from codeeval_gym.trainers.batches import Programs
from codeeval_gym.trainers.dqn.adapters import ONLINE
from codeeval_gym.trainers.dqn.q_model import QModel, QValues

__all__ = ["Explorer", "chosen", "program_values"]

Ids = tuple[int, ...]


class Explorer:
    """Writes programs from softmax(Q/τ), and now and then tries something else.

    At the level of tokens, sampling from softmax(Q/τ) is sampling from the language model. In some
    episodes, one token is replaced by a random candidate and the rest is written greedily
    ("branch once"): a random token here and there would spoil every program of some length, and
    says nothing about any of them.

    At the level of programs the reference writes K, and one is chosen by softmax(Q/τ), or, in
    some episodes, blindly.

    Args:
        policy: The language model.
        q_model: Q on it.
        branch_share: Of episodes in which something else is tried, 0 to 1.
        groups: K; 0 at the level of tokens.
    """

    def __init__(
        self, policy: LLMAdapter, q_model: QModel, branch_share: float, groups: int = 0
    ) -> None:
        self.policy = policy
        self.q_model = q_model
        self.branch_share = branch_share
        self.groups = groups
        self.others: dict[tuple[Ids, Ids], list[Ids]] = {}
        self.branched: set[tuple[Ids, Ids]] = set()

    def forget(self) -> None:
        """Begin another collecting."""
        self.others, self.branched = {}, set()

    def __call__(
        self,
        prompts: Sequence[Sequence[int]],
        *,
        max_new_tokens: int,
        temperature: float,
        generator: torch.Generator,
    ) -> Generation:
        """Write a program for every prompt; as :meth:`codeeval_gym.llm.LLMAdapter.generate`."""
        if self.groups:
            return self._choose(prompts, max_new_tokens, temperature, generator)
        generation = self.policy.generate(
            prompts, max_new_tokens=max_new_tokens, temperature=temperature, generator=generator
        )
        if self.branch_share:
            self._branch(prompts, generation, generator)
        return generation

    # Tokens

    def _branch(
        self,
        prompts: Sequence[Sequence[int]],
        generation: Generation,
        generator: torch.Generator,
    ) -> None:
        """Rewrite some rows from a random place on, in place."""
        draws = torch.rand(len(prompts), 3, generator=generator)
        rows = (draws[:, 0] < self.branch_share).nonzero().flatten().tolist()
        if not rows:
            return
        lengths = generation.lengths.tolist()
        places = [int(draws[row, 1] * lengths[row]) for row in rows]
        written = [generation.tokens[row, : lengths[row]].tolist() for row in rows]
        programs = Programs.join([prompts[row] for row in rows], written)
        tokens = self._candidates(programs.to(self.policy.device), places, draws[rows, 2])
        starts = [[*written[i][: places[i]], tokens[i]] for i in range(len(rows))]
        self._go_on(prompts, generation, rows, starts)

    def _candidates(self, programs: Programs, places: list[int], draws: Tensor) -> list[int]:
        """A random candidate other than the token that was written, at a place of each row."""
        candidates = self.q_model.propose(programs)
        counts = programs.mask.sum(dim=1).tolist()
        tokens, first = [], 0
        for count, place, draw in zip(counts, places, draws.tolist(), strict=True):
            at = first + place
            found = candidates.tokens[at, 1:][candidates.valid[at, 1:]].tolist()
            tokens.append(found[int(draw * len(found))])
            first += count
        return tokens

    def _go_on(
        self,
        prompts: Sequence[Sequence[int]],
        generation: Generation,
        rows: list[int],
        starts: list[list[int]],
    ) -> None:
        """Write the rest of some rows greedily."""
        budget, eos = generation.tokens.shape[1], self.policy.eos_id
        unfinished = [
            i for i, start in enumerate(starts) if start[-1] != eos and len(start) < budget
        ]
        rest: dict[int, list[int]] = {}
        if unfinished:
            begun = [[*prompts[rows[i]], *starts[i]] for i in unfinished]
            room = budget - min(len(starts[i]) for i in unfinished)
            if self.policy.context is not None:
                room = min(room, self.policy.context - max(map(len, begun)))
            greedy = self.policy.generate(begun, max_new_tokens=max(1, room), temperature=0.0)
            for at, i in enumerate(unfinished):
                tokens = greedy.tokens[at, : int(greedy.lengths[at])]
                rest[i] = tokens[: budget - len(starts[i])].tolist()
        for i, row in enumerate(rows):
            program = [*starts[i], *rest.get(i, [])]
            length = len(program)
            generation.tokens[row] = self.policy.pad_id
            generation.tokens[row, :length] = torch.tensor(program)
            # What was written before stays as likely as it was; the candidate was drawn from all
            # of them, and the best token after it was certain.
            place = len(starts[i]) - 1
            generation.logprobs[row, place] = -math.log(self.q_model.candidates)
            generation.logprobs[row, place + 1 :] = 0.0
            generation.lengths[row] = length
            generation.truncated[row] = program[-1] != eos
            self.branched.add((tuple(prompts[row]), tuple(program)))

    # Programs

    def _choose(
        self,
        prompts: Sequence[Sequence[int]],
        max_new_tokens: int,
        temperature: float,
        generator: torch.Generator,
    ) -> Generation:
        """Write K programs for each prompt and choose one."""
        groups = self.groups
        each = [prompt for prompt in prompts for _ in range(groups)]
        with self.q_model.adapted.switched(None):
            written = self.policy.generate(
                each, max_new_tokens=max_new_tokens, temperature=temperature, generator=generator
            )
        programs = [
            tuple(row[:length].tolist())
            for row, length in zip(written.tokens, written.lengths.tolist(), strict=True)
        ]
        logprobs = program_values(self.q_model, each, programs, groups).logprobs.cpu()
        draws = torch.rand(len(prompts), 2, generator=generator, dtype=torch.float64)
        blind = draws[:, :1] < self.branch_share
        probabilities = torch.where(blind, 1.0 / groups, logprobs.double().exp())
        picked = chosen(probabilities, draws[:, 1])
        for row, pick in enumerate(picked.tolist()):
            group = programs[row * groups : (row + 1) * groups]
            others = group[:pick] + group[pick + 1 :]
            self.others[tuple(prompts[row]), group[pick]] = others
        at = torch.arange(len(prompts)) * groups + picked
        generation = Generation(
            written.tokens[at], written.lengths[at], written.truncated[at], written.logprobs[at]
        )
        # Only the choice is ours, so its probability is what the last token carries.
        generation.logprobs.zero_()
        likely = probabilities.gather(1, picked[:, None]).log().float()
        generation.logprobs.scatter_(1, generation.lengths[:, None] - 1, likely)
        return generation


def program_values(
    q_model: QModel, prompts: Sequence[Sequence[int]], programs: Sequence[Ids], groups: int
) -> QValues:
    """Q of whole programs, ``(n, K)``.

    Args:
        q_model: Says it.
        prompts: For each program its own; those of K programs behind one another are the same.
        programs: Token ids.
        groups: K.
    """
    rows = Programs.join(prompts, programs).to(q_model.adapted.model.device)
    return q_model.score(rows, q_model.propose(rows, groups), groups, ONLINE)


def chosen(probabilities: Tensor, draws: Tensor) -> Tensor:
    """The place in each row that a draw from 0 to 1 falls on.

    Args:
        probabilities: ``(n, c)``, not negative.
        draws: ``(n,)``.

    Returns:
        ``(n,)``.
    """
    cumulative = probabilities.cumsum(dim=1)
    reached = torch.searchsorted(cumulative, draws[:, None] * cumulative[:, -1:], right=True)
    return reached.squeeze(1).clamp(max=probabilities.shape[1] - 1)
