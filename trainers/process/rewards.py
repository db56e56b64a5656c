"""From what is known at the ends of lines to rewards of tokens.

Shapes: see :mod:`codeeval_gym.trainers.masked`.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

__all__ = ["paid_at_lines", "potential_rewards", "share_rewards"]


def share_rewards(
    ends: Sequence[Sequence[int]], chances: Sequence[Tensor], mask: Tensor, coefficient: float
) -> Tensor:
    """Pay at each line's end for the chance that the program can be completed from there.

        r_t = c · p_k / n     where token t ends line k of the n lines of its program

    A program earns at most c, however many lines it has, and comments and empty lines are not
    among them: so lines are not written for their own sake. Lines of code that do nothing can
    still raise the mean; that such rewards get hacked is a warning of Dai et al. (arXiv
    2410.17621), whose dense rewards these are.

    Args:
        ends: For each row how many tokens were written when its lines ended.
        chances: For each row p at these places, ``(n,)``.
        mask: True on the programs' tokens, ``(b, t)``.
        coefficient: c.

    Returns:
        Rewards ``(b, t)``; 0 on padding.
    """
    rewards = torch.zeros(mask.shape, device=mask.device)
    for row, (places, chance) in enumerate(zip(ends, chances, strict=True)):
        if places:
            at = torch.tensor(places, device=mask.device) - 1
            rewards[row, at] = coefficient * chance.to(rewards) / len(places)
    return rewards


def potential_rewards(
    ends: Sequence[Sequence[int]],
    chances: Sequence[Tensor],
    mask: Tensor,
    coefficient: float,
    gamma: float,
) -> Tensor:
    """Pay each token for what it changes in the chance that the program can be completed.

        r_t = c · (gamma · φ(s_{t+1}) - φ(s_t))

    φ is p of the line that ended last; before the first line ends, and after the last token, it is
    0. Discounted over a program the payments sum to 0, so none can be earned by other programs
    than were best without them (Ng, Harada and Russell 1999, equation 2).

    Args:
        ends: For each row how many tokens were written when its lines ended.
        chances: For each row p at these places, ``(n,)``.
        mask: True on the programs' tokens, ``(b, t)``.
        coefficient: c; no payment is larger.
        gamma: The discount per token.

    Returns:
        Rewards ``(b, t)``; 0 on padding.
    """
    potential = torch.zeros(mask.shape[0], mask.shape[1] + 1, device=mask.device)
    for row, (places, chance) in enumerate(zip(ends, chances, strict=True)):
        length = int(mask[row].sum())
        borders = [*places, length]
        for place, after, value in zip(places, borders[1:], chance.tolist(), strict=True):
            potential[row, place:after] = value
    changes = gamma * potential[:, 1:] - potential[:, :-1]
    return torch.where(mask, coefficient * changes, 0.0)


def paid_at_lines(ends: Sequence[Sequence[int]], paid: Sequence[float], mask: Tensor) -> Tensor:
    """Move what the reward's process term paid from the last token to the lines that earned it.

    The sum over a program stays what the environment paid; it only comes sooner.

    Args:
        ends: For each row how many tokens were written when the lines ended that can be completed;
            those that share in the payment.
        paid: For each row what the term paid.
        mask: True on the programs' tokens, ``(b, t)``.

    Returns:
        What is to be added to rewards of which all is at the last token, ``(b, t)``.
    """
    moves = torch.zeros(mask.shape, device=mask.device)
    for row, (places, whole) in enumerate(zip(ends, paid, strict=True)):
        if places and whole:
            at = torch.tensor(places, device=mask.device) - 1
            moves[row, at] = whole / len(places)
            moves[row, int(mask[row].sum()) - 1] -= whole
    return moves
