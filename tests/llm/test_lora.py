"""A policy with an adapter: what it is at first, without it, saved, loaded and merged."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
import torch

from codeeval_gym.errors import ConfigError
from codeeval_gym.llm import LLMAdapter, LoraSettings, adapter_off, has_adapter

IDS = torch.tensor([[5, 6, 7, 8]])


def logits(policy: LLMAdapter) -> torch.Tensor:
    with torch.no_grad():
        found: torch.Tensor = policy.model(IDS).logits
    return found


def learnt(checkpoint: Path, **settings: Any) -> LLMAdapter:
    """With an adapter that has an effect."""
    policy = LLMAdapter(checkpoint, device="cpu", lora=LoraSettings(rank=2, **settings))
    torch.manual_seed(1)
    for name, parameter in policy.model.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(parameter)
    return policy


def test_a_new_adapter_has_no_effect_and_is_all_that_learns(
    checkpoint: Path, adapter: LLMAdapter
) -> None:
    policy = LLMAdapter(checkpoint, device="cpu", lora=LoraSettings(rank=2))
    assert torch.equal(logits(policy), logits(adapter))
    learning = {name for name, x in policy.model.named_parameters() if x.requires_grad}
    assert learning == {name for name, _ in policy.model.named_parameters() if "lora_" in name}
    assert not any("embed" in name or "wte" in name or "lm_head" in name for name in learning)
    assert learning


def test_switched_off_the_model_is_what_it_was(checkpoint: Path, adapter: LLMAdapter) -> None:
    policy = learnt(checkpoint)
    with adapter_off(policy.model):
        assert torch.equal(logits(policy), logits(adapter))
    assert (logits(policy) - logits(adapter)).abs().max() > 0.1
    assert all(x.requires_grad for name, x in policy.model.named_parameters() if "lora_" in name)


def test_what_is_saved_is_the_adapter_alone(checkpoint: Path, tmp_path: Path) -> None:
    policy = learnt(checkpoint)
    policy.save(tmp_path)
    assert {"adapter_config.json", "adapter_model.safetensors"} <= {
        path.name for path in tmp_path.iterdir()
    }
    assert not (tmp_path / "model.safetensors").exists()
    loaded = LLMAdapter(tmp_path, device="cpu")
    assert has_adapter(loaded.model)
    assert torch.equal(logits(loaded), logits(policy))
    assert all(x.requires_grad for name, x in loaded.model.named_parameters() if "lora_" in name)
    assert loaded.encode_program("x = 1") == policy.encode_program("x = 1")


def test_merged_it_is_an_ordinary_model(checkpoint: Path, tmp_path: Path) -> None:
    policy = learnt(checkpoint)
    before = logits(policy)
    policy.save(tmp_path, merge=True)
    loaded = LLMAdapter(tmp_path, device="cpu")
    assert not has_adapter(loaded.model)
    torch.testing.assert_close(logits(loaded), before, atol=1e-4, rtol=1e-4)
    assert torch.equal(logits(policy), before)


def test_the_seed_decides_the_random_half(checkpoint: Path) -> None:
    torch.manual_seed(5)
    expected = torch.rand(1)
    torch.manual_seed(5)
    one, same, other = (
        [
            x
            for name, x in learnt(checkpoint, seed=seed).model.named_parameters()
            if "lora_A" in name
        ]
        for seed in (0, 0, 1)
    )
    assert all(map(torch.equal, one, same))
    assert not any(map(torch.equal, one, other))
    torch.manual_seed(5)
    LLMAdapter(checkpoint, lora=LoraSettings())
    assert torch.equal(torch.rand(1), expected)  # chance elsewhere is left alone


def test_a_base_in_bfloat16_learns_in_float32(checkpoint: Path) -> None:
    policy = LLMAdapter(checkpoint, dtype=torch.bfloat16, lora=LoraSettings(rank=2))
    kinds = {"lora_" in name: x.dtype for name, x in policy.model.named_parameters()}
    assert kinds == {False: torch.bfloat16, True: torch.float32}


def test_the_builtin_model_is_named_not_placed(tmp_path: Path) -> None:
    """The adapter can be moved to where the package lies elsewhere."""
    policy = LLMAdapter("builtin:tiny", device="cpu", lora=LoraSettings(rank=2))
    policy.save(tmp_path)
    written = json.loads((tmp_path / "adapter_config.json").read_text())
    assert written["base_model_name_or_path"] == "builtin:tiny"
    assert torch.equal(logits(LLMAdapter(tmp_path, device="cpu")), logits(policy))


@pytest.mark.parametrize("settings", [{"rank": 0}, {"alpha": 0.0}, {"alpha": float("nan")}])
def test_impossible_settings_are_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match="rank >= 1 and alpha > 0"):
        LoraSettings(**settings)


def test_targets_that_are_not_there_are_named(checkpoint: Path) -> None:
    with pytest.raises(ConfigError, match="nowhere"):
        LLMAdapter(checkpoint, lora=LoraSettings(targets=("nowhere",)))


def test_a_second_adapter_is_refused(checkpoint: Path, tmp_path: Path) -> None:
    learnt(checkpoint).save(tmp_path)
    with pytest.raises(ConfigError, match="has an adapter already"):
        LLMAdapter(tmp_path, lora=LoraSettings())


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda folder: (folder / "adapter_model.safetensors").unlink(), "has no adapter_model"),
        (lambda folder: (folder / "adapter_config.json").write_text("{}"), "Expected a LORA"),
    ],
)
def test_an_adapter_that_cannot_be_read_is_refused(
    checkpoint: Path, tmp_path: Path, spoil: Any, message: str
) -> None:
    learnt(checkpoint).save(tmp_path)
    spoil(tmp_path)
    with pytest.raises(ConfigError, match=message):
        LLMAdapter(tmp_path)


def test_without_peft_the_error_names_the_extra(
    checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "peft", None)
    with pytest.raises(ImportError, match=r"pip install \"codeeval-gym\[train\]\""):
        LLMAdapter(checkpoint, lora=LoraSettings())
