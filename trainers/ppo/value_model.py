"""A causal language model with a value function on its last hidden state.

Shapes: see :mod:`codeeval_gym.trainers.masked`.
"""

import copy
from collections.abc import Mapping
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from codeeval_gym.llm import adapter_on, add_copy, has_adapter
from codeeval_gym.trainers.batches import Programs
from codeeval_gym.trainers.logprobs import output_head, token_logprobs
from codeeval_gym.trainers.prefixes import hidden_before

__all__ = ["ActorCritic", "Outputs"]


VALUE = "value"
"""Name of the second adapter, where that is the value function's trunk."""


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

    Prompts that several rows share are read once; see :mod:`codeeval_gym.trainers.prefixes`.

    The model stays in evaluation mode: with dropout, the ratio of new to old probabilities would
    not be 1 before the first update.

    Args:
        model: A causal language model of transformers, updated in place.
        temperature: The one that programs are sampled at.
        detach_value: True means that the value loss does not reach the language model.
        entropy_needs_grad: True means that the entropy is part of the loss.
        own_trunk: True means that the value function reads a trunk of its own: a copy of the
            model's as it is now, or, of a model with an adapter, a second adapter equal to that.

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
        own_trunk: bool = False,
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
        self.value_trunk: nn.Module | None = None
        self._adapter: Mapping[str, nn.Parameter] = {}
        if own_trunk and has_adapter(model):
            self._adapter = add_copy(model, VALUE)
        elif own_trunk:
            self.value_trunk = copy.deepcopy(model.base_model).eval()

    def policy_parameters(self) -> list[nn.Parameter]:
        """Of the language model, without a second adapter."""
        own = {id(parameter) for parameter in self._adapter.values()}
        return [parameter for parameter in self.model.parameters() if id(parameter) not in own]

    def value_parameters(self) -> list[nn.Parameter]:
        """Of the value function: its head, and its trunk where that is its own."""
        trunk = [] if self.value_trunk is None else self.value_trunk.parameters()
        return [*self.value_head.parameters(), *self._adapter.values(), *trunk]

    def value_state(self) -> dict[str, Tensor]:
        """What a checkpoint keeps of the value function's own trunk; empty where it has none."""
        if self.value_trunk is not None:
            # Tied weights would be one tensor twice, which safetensors refuses.
            return {name: x.clone() for name, x in self.value_trunk.state_dict().items()}
        return {name: parameter.detach() for name, parameter in self._adapter.items()}

    def set_value_state(self, state: Mapping[str, Tensor]) -> None:
        """Take back what :meth:`value_state` gave."""
        if self.value_trunk is not None:
            self.value_trunk.load_state_dict(state)
        with torch.no_grad():
            for name, parameter in self._adapter.items():
                parameter.copy_(state[name])

    def forward(
        self, programs: Programs, train_policy: bool = True, with_values: bool = True
    ) -> Outputs:
        """Read prompts and programs and say how likely and how promising each token was.

        Args:
            programs: The rows.
            train_policy: False keeps gradients away from the language model altogether, so that
                only the value function learns.
            with_values: False leaves the value function out; values are 0.
        """
        mask = programs.mask
        row, column = mask.nonzero(as_tuple=True)
        targets = programs.input_ids[row, programs.prompt_lengths[row] + column]
        with torch.set_grad_enabled(train_policy and torch.is_grad_enabled()):
            hidden = hidden_before(self.model, programs)
            logprobs, entropy = token_logprobs(
                hidden,
                targets,
                self.head,
                self.temperature,
                entropy_needs_grad=self.entropy_needs_grad,
            )
        if with_values:
            seen = self._seen_by_value(programs, hidden)
            values = self.value_head(seen.to(self.value_head.weight.dtype)).squeeze(1).float()
        else:
            values = torch.zeros_like(logprobs)
        zeros = torch.zeros(mask.shape, device=mask.device)
        return Outputs(
            zeros.masked_scatter(mask, logprobs),
            zeros.masked_scatter(mask, entropy),
            zeros.masked_scatter(mask, values),
        )

    def features(self, programs: Programs) -> Tensor:
        """The policy's hidden states before each token, without gradients.

        Args:
            programs: The rows.

        Returns:
            ``(b, t, h)``; 0 on padding.
        """
        with torch.no_grad():
            hidden = hidden_before(self.model, programs)
        laid_out = hidden.new_zeros(*programs.mask.shape, hidden.shape[-1])
        laid_out[programs.mask] = hidden
        return laid_out

    def _seen_by_value(self, programs: Programs, hidden: Tensor) -> Tensor:
        """The hidden states that the value head reads, of which the policy's are given."""
        if self.value_trunk is not None:
            return hidden_before(self.value_trunk, programs)
        if self._adapter:
            with adapter_on(self.model, VALUE):
                return hidden_before(self.model, programs)
        return hidden.detach() if self.detach_value else hidden
