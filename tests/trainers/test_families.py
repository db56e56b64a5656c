"""The training pass agrees with the whole model, whatever its family does to its logits."""

from typing import Any

import pytest
import torch

from codeeval_gym.errors import ConfigError
from codeeval_gym.testing.models import EOS, FAMILIES, random_model
from codeeval_gym.trainers.batches import Programs
from codeeval_gym.trainers.logprobs import OutputHead, check_head, output_head
from codeeval_gym.trainers.ppo.value_model import ActorCritic

PROMPTS = [[2, 3, 4], [5], [6, 7, 8, 9, 2, 3, 11, 12, 13, 14]]
WRITTEN = [[4, 5, EOS], [2, EOS], [3, 8, 9, EOS]]


@pytest.mark.parametrize("family", FAMILIES)
def test_logprobs_are_those_of_the_whole_model(family: str) -> None:
    """Padded on the right and through the head, against one plain, unpadded row at a time."""
    model = random_model(family)
    found = ActorCritic(model, temperature=0.5)(Programs.join(PROMPTS, WRITTEN)).logprobs
    for row, (prompt, written) in enumerate(zip(PROMPTS, WRITTEN, strict=True)):
        ids = torch.tensor([prompt + written])
        logits = model(input_ids=ids, attention_mask=torch.ones_like(ids)).logits[0]
        wanted = torch.tensor(written)[:, None]
        expected = (logits[len(prompt) - 1 : -1] / 0.5).log_softmax(-1).gather(1, wanted)[:, 0]
        torch.testing.assert_close(found[row, : len(written)], expected, atol=1e-4, rtol=1e-4)
        assert not found[row, len(written) :].any()


@pytest.mark.parametrize(
    ("family", "changes", "logit"),
    [
        ("gemma2", {"final_logit_softcapping": 2.0}, 2 * 0.9640),  # 2 tanh(4 / 2)
        ("granite", {"logits_scaling": 8.0}, 0.5),
        ("cohere", {"logit_scale": 0.25}, 1.0),
        ("llama", {}, 4.0),
    ],
)
def test_a_logit_of_four_by_hand(family: str, changes: dict[str, Any], logit: float) -> None:
    model = random_model(family, **changes)
    with torch.no_grad():
        model.get_output_embeddings().weight.fill_(4 / 32)
        assert OutputHead(model)(torch.ones(1, 32))[0, 0].item() == pytest.approx(logit, abs=1e-3)


@pytest.mark.parametrize(
    ("family", "name", "value"),
    [
        ("gemma2", "final_logit_softcapping", 30.0),
        ("granite", "logits_scaling", 8.0),
        ("cohere", "logit_scale", 0.25),
    ],
)
def test_what_the_configuration_does_not_say_is_refused(family: str, name: str, value: Any) -> None:
    """A cap far above the logits of a random model does not change them, and is found."""
    changes: dict[str, Any] = {name: value}
    model = random_model(family, **changes)
    head = output_head(model)
    head.scale, head.cap = 1.0, None  # as if it named neither
    with pytest.raises(ConfigError, match="in a way that trainers do not know"):
        check_head(model, head)
