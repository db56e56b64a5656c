"""A causal language model with a value function on its last hidden state.

Shapes: see :mod:`codeeval_gym.trainers.masked`.
"""

from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from codeeval_gym.trainers.batches import Programs
from codeeval_gym.trainers.logprobs import output_head, token_logprobs

__all__ = ["ActorCritic", "Outputs"]


class Outputs(NamedTuple):
    """What the model says about the tokens of given programs; 0 on padding."""

    logprobs: Tensor
    """Log-probability of each token at the training temperature, ``(b, t)``, fp32."""
    entropy: Tensor
    """Entropy of the distribution that each token was drawn from, nats, ``(b, t)``, fp32."""
    values: Tensor
    """Expected return before each token is written, ``(b, t)``, fp32."""


class ActorCritic(nn.Module):
    """Policy and value function in one forward pass.

    Rows are padded on the right. Attention is causal, so no token sees the padding after it, and
    positions count from the row's first token as in sampling: neither a padding mask nor explicit
    positions are needed, and padding cannot leak.

    The model stays in evaluation mode: with dropout, the ratio of new to old probabilities would
    not be 1 before the first update.

    Args:
        model: A causal language model of transformers, updated in place.
        temperature: The one that programs are sampled at.
        detach_value: True means that the value loss does not reach the language model.
        entropy_needs_grad: True means that the entropy is part of the loss.

    Raises:
        ConfigError: If the model does something unknown to its logits after its output embedding,
            so that computing them in chunks would not give the model's probabilities.
    """

    def __init__(
        self,
        model: Any,
        *,
        temperature: float = 1.0,
        detach_value: bool = False,
        entropy_needs_grad: bool = False,
    ) -> None:
        super().__init__()
        self.model = model.eval()
        self.temperature = temperature
        self.detach_value = detach_value
        self.entropy_needs_grad = entropy_needs_grad
        weight = model.get_output_embeddings().weight
        self.value_head = nn.Linear(weight.shape[1], 1, device=weight.device)
        nn.init.zeros_(self.value_head.weight)
        nn.init.zeros_(self.value_head.bias)
        self.head = output_head(model)

    def forward(self, programs: Programs, train_policy: bool = True) -> Outputs:
        """Read prompts and programs and say how likely and how promising each token was.

        Args:
            programs: The rows.
            train_policy: False keeps gradients away from the language model altogether, so that
                only the value head learns.
        """
        mask = programs.mask
        row, column = mask.nonzero(as_tuple=True)
        before = programs.prompt_lengths[row] - 1 + column
        with torch.set_grad_enabled(train_policy and torch.is_grad_enabled()):
            output = self.model.base_model(input_ids=programs.input_ids, use_cache=False)
            hidden = output.last_hidden_state[row, before]
            logprobs, entropy = token_logprobs(
                hidden,
                programs.input_ids[row, before + 1],
                self.head,
                self.temperature,
                entropy_needs_grad=self.entropy_needs_grad,
            )
        seen = hidden.detach() if self.detach_value else hidden
        values = self.value_head(seen.to(self.value_head.weight.dtype)).squeeze(1).float()
        zeros = torch.zeros(mask.shape, device=mask.device)
        return Outputs(
            zeros.masked_scatter(mask, logprobs),
            zeros.masked_scatter(mask, entropy),
            zeros.masked_scatter(mask, values),
        )
