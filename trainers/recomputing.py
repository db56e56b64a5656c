"""Gradient checkpointing of models that stay in evaluation mode."""

from typing import Any

import torch
from transformers.modeling_layers import GradientCheckpointingLayer

from codeeval_gym.errors import ConfigError

__all__ = ["recompute_layers"]


def recompute_layers(model: Any) -> None:
    """Have a model's layers computed once more on the way back (Chen et al. 2016).

    Transformers does so in training mode only, in which dropout and the noise of routers would
    work too. So, while there are gradients, the layers themselves are said to be in training, and
    nothing in them is. Without gradients, in sampling, all is as before.

    Args:
        model: A causal language model of transformers, changed in place.

    Raises:
        ConfigError: If its family cannot do so.
    """
    layers = [
        module for module in model.modules() if isinstance(module, GradientCheckpointingLayer)
    ]
    if not model.supports_gradient_checkpointing or not layers:
        raise ConfigError(
            f"{type(model).__name__} has no layers that can be recomputed. Set "
            "gradient_checkpointing to False."
        )

    def set_mode(*_: Any) -> None:
        for layer in layers:
            layer.training = torch.is_grad_enabled()

    # Later editions of transformers have renamed it.
    old = model.gradient_checkpointing_enable
    getattr(model, "activation_checkpointing_enable", old)({"use_reentrant": False})
    model.base_model.register_forward_pre_hook(set_mode)
