"""What a pair of programs costs a policy that does not prefer the better one."""

from typing import NamedTuple

from torch import Tensor
from torch.nn import functional

__all__ = ["PairLoss", "preference_loss"]


class PairLoss(NamedTuple):
    """Of each pair, ``(p,)``."""

    loss: Tensor
    """Before it is averaged."""
    chosen: Tensor
    """Implicit reward of the better program: ``β (log π - log π_ref)``."""
    rejected: Tensor
    """Of the other."""


def preference_loss(
    chosen: Tensor,
    rejected: Tensor,
    ref_chosen: Tensor,
    ref_rejected: Tensor,
    *,
    beta: float,
    kind: str = "sigmoid",
) -> PairLoss:
    """DPO's loss, or IPO's, of pairs of programs.

        h = (log π(y_w) - log π_ref(y_w)) - (log π(y_l) - log π_ref(y_l))

        sigmoid    L = -log sigmoid(β h)      Rafailov et al. 2023, "Direct Preference Optimization:
                                              Your Language Model Is Secretly a Reward Model", eq. 7
        ipo        L = (h - 1 / (2 β))²       Azar et al. 2023, "A General Theoretical Paradigm to
                                              Understand Learning from Human Preferences", eq. 17

    Args:
        chosen: ``log π(y_w)``, summed over the program's tokens, ``(p,)``.
        rejected: ``log π(y_l)``, ``(p,)``.
        ref_chosen: ``log π_ref(y_w)``, ``(p,)``.
        ref_rejected: ``log π_ref(y_l)``, ``(p,)``.
        beta: β.
        kind: ``sigmoid`` or ``ipo``.
    """
    better, worse = chosen - ref_chosen, rejected - ref_rejected
    if kind == "ipo":
        loss = (better - worse - 1.0 / (2.0 * beta)).square()
    else:
        loss = -functional.logsigmoid(beta * (better - worse))
    return PairLoss(loss, beta * better.detach(), beta * worse.detach())
