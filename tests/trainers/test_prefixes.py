"""Prompts that several programs share are read once, and nothing else changes."""

from typing import Any

import pytest
import torch
from torch import Tensor

from codeeval_gym.testing.models import EOS, FAMILIES, random_model
from codeeval_gym.trainers import prefixes
from codeeval_gym.trainers.batches import Programs
from codeeval_gym.trainers.prefixes import hidden_before
from codeeval_gym.trainers.recomputing import recompute_layers

LONG, SHORT = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13], [5, 6]
PROMPTS = [LONG, SHORT, LONG, LONG, SHORT, LONG, [7], LONG]
WRITTEN = [[4, 5, EOS], [2, EOS], [3, 8, 9, EOS], [EOS], [8, 8, 8, 8, 8], [4, EOS], [3, EOS], [9]]


def plainly(model: Any, programs: Programs) -> Tensor:
    """Every row alone, unpadded."""
    parts = []
    for prompt, written in zip(PROMPTS, WRITTEN, strict=True):
        read = model.base_model(input_ids=torch.tensor([prompt + written]), use_cache=False)
        parts.append(read.last_hidden_state[0, len(prompt) - 1 : -1])
    return torch.cat(parts)


def gradients(model: Any, hidden: Tensor) -> list[Tensor]:
    """Of some function of the hidden states that treats no two alike."""
    scale = torch.linspace(-1, 1, hidden.numel()).view(hidden.shape)
    weights = [w for w in model.base_model.parameters() if w.requires_grad]
    found = torch.autograd.grad((hidden.tanh() * scale).sum(), weights, allow_unused=True)
    return [gradient for gradient in found if gradient is not None]


@pytest.mark.parametrize("family", FAMILIES)
def test_states_and_gradients_are_those_of_each_row_alone(family: str) -> None:
    model = random_model(family)
    programs = Programs.join(PROMPTS, WRITTEN)
    expected, found = plainly(model, programs), hidden_before(model, programs)
    torch.testing.assert_close(found, expected, atol=1e-4, rtol=1e-4)
    for gradient, reference in zip(
        gradients(model, found), gradients(model, expected), strict=True
    ):
        torch.testing.assert_close(gradient, reference, atol=1e-3, rtol=1e-3)


class Counting:
    """Counts the tokens that a model reads."""

    def __init__(self, model: Any) -> None:
        self.tokens: list[int] = []
        model.base_model.register_forward_pre_hook(self._count, with_kwargs=True)

    def _count(self, _: Any, __: Any, named: Any) -> None:
        self.tokens.append(named["input_ids"].numel())


def test_a_shared_prompt_is_read_once() -> None:
    model = random_model("llama")
    counting = Counting(model)
    hidden_before(model, Programs.join([LONG] * 8, WRITTEN))
    # Programs lie behind one another in one row; the last token of each predicts nothing.
    assert counting.tokens == [12, sum(len(written) - 1 for written in WRITTEN)]


def test_programs_that_cannot_share_rows_are_padded() -> None:
    """Attention that takes no mask of ours, e.g. one compiled for a device."""
    model = random_model("llama")
    expected = hidden_before(model, Programs.join(PROMPTS, WRITTEN))
    counting = Counting(model)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(prefixes, "_can_pack", lambda _: False)
        found = hidden_before(model, Programs.join(PROMPTS, WRITTEN))
    assert counting.tokens == [3 * 12, 8 * 4]
    torch.testing.assert_close(found, expected, atol=1e-5, rtol=1e-5)


def test_half_precision_hides_other_programs_too() -> None:
    model = random_model("llama")
    with torch.autocast("cpu", torch.bfloat16):
        alone = plainly(model, Programs.join(PROMPTS, WRITTEN))
        found = hidden_before(model, Programs.join(PROMPTS, WRITTEN))
    torch.testing.assert_close(found, alone, atol=0.05, rtol=0.05)


def test_prompts_of_their_own_are_read_with_their_programs() -> None:
    model = random_model("llama")
    counting = Counting(model)
    prompts = [[number, *LONG[1:]] for number in range(2, 10)]
    hidden_before(model, Programs.join(prompts, WRITTEN))
    assert counting.tokens == [8 * (12 + 5)]


@pytest.mark.parametrize("family", ["gemma3_text", "mistral"])
def test_models_that_forget_are_read_as_a_whole(family: str) -> None:
    """Sliding attention keeps no whole prompt."""
    model = random_model(family)
    counting = Counting(model)
    hidden_before(model, Programs.join([LONG] * 8, WRITTEN))
    assert len(counting.tokens) == 1


def test_layers_that_are_computed_again_keep_nothing_to_share() -> None:
    model = random_model("llama")
    recompute_layers(model)
    assert prefixes._shared(model, Programs.join([LONG] * 8, WRITTEN)) is None
    found = hidden_before(model, Programs.join([LONG] * 8, WRITTEN))
    assert found.shape == (sum(map(len, WRITTEN)), 32)
