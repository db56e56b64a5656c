"""The optimiser of all trainers: AdamW over matrices, vectors and heads, each at its own rate."""

from collections.abc import Iterable
from typing import Any

import torch
from torch import nn

from codeeval_gym.trainers.config import RunConfig

__all__ = ["make_optimizer", "set_learning_rates"]

ADAM_EPS = 1e-5
"""As in the original PPO code; torch's 1e-8 gave other results (Huang et al. 2024)."""


def make_optimizer(
    policy: Iterable[nn.Parameter], heads: Iterable[nn.Parameter], weight_decay: float
) -> torch.optim.Optimizer:
    """Make the optimiser; its rates are 0 until :func:`set_learning_rates` sets them.

    Args:
        policy: Parameters of the language model; those that are frozen are left out.
        heads: Parameters of what is built on it.
        weight_decay: Of the language model's matrices.
    """
    parameters = [parameter for parameter in policy if parameter.requires_grad]
    groups = [
        [parameter for parameter in parameters if parameter.ndim > 1],
        [parameter for parameter in parameters if parameter.ndim <= 1],
        list(heads),
    ]
    decay = (weight_decay, 0.0, 0.0)
    return torch.optim.AdamW(
        [
            {"params": group, "weight_decay": weight}
            for group, weight in zip(groups, decay, strict=True)
        ],
        lr=0.0,
        eps=ADAM_EPS,
        fused=True,
    )


def set_learning_rates(optimizer: Any, config: RunConfig, scale: float) -> None:
    """Set the rates of the three groups.

    Args:
        optimizer: From :func:`make_optimizer`.
        config: Has the rates.
        scale: Multiplies all of them.
    """
    gains = config.gain_learning_rate or config.learning_rate
    rates = (config.learning_rate, gains, config.value_learning_rate)
    for group, rate in zip(optimizer.param_groups, rates, strict=True):
        group["lr"] = scale * rate
