"""Loading, encoding and prompts."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import huggingface_hub.constants
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codeeval_gym.errors import ConfigError, UnknownNameError
from codeeval_gym.llm import LLMAdapter

# The fixture's model is only read, so examples may share it.
shared = settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def tiny() -> LLMAdapter:
    return LLMAdapter("builtin:tiny", device="cpu")


def observation(**changes: Any) -> dict[str, Any]:
    first = {"prompt": "Add.", "starter_code": "", "feedback": "", "previous_program": ""}
    return {**first, "turn": 0, "turns_left": 3, **changes}


@pytest.mark.parametrize(
    "text", ["def f(x):\n    return x\n", "", "\r\n\t \x00", "π = '🐍'", "<eos>"]
)
def test_programs_survive_encoding(tiny: LLMAdapter, text: str) -> None:
    assert tiny.decode_program(tiny.encode_program(text)) == text


@shared
@given(st.text())
def test_any_text_survives_encoding(tiny: LLMAdapter, text: str) -> None:
    ids = tiny.encode_program(text)
    assert tiny.decode_program(ids) == text
    assert ids.index(tiny.eos_id) == len(ids) - 1


def test_decoding_stops_at_the_eos_and_leaves_padding_out(tiny: LLMAdapter) -> None:
    ids = tiny.encode_program("x = 1\n")
    ids = [*ids, *tiny.encode_program("y"), tiny.pad_id]
    assert tiny.decode_program(torch.tensor(ids)) == "x = 1\n"
    assert tiny.decode_program([tiny.pad_id, *ids]) == "x = 1\n"


def test_the_three_special_tokens_are_distinct(tiny: LLMAdapter) -> None:
    assert len({tiny.pad_id, tiny.eos_id, tiny.tokenizer.bos_token_id}) == 3


def test_prompt_and_program_do_not_merge_at_their_border(tiny: LLMAdapter) -> None:
    """Encoded as one text, the newline at the border would join the indentation behind it."""
    prompt, program = "def f(x):\n", "    return x\n"
    apart = tiny.encode_prompt(prompt) + tiny.encode_program(program)[:-1]
    assert apart != tiny.encode_prompt(prompt + program)
    assert tiny.tokenizer.decode(apart, skip_special_tokens=True) == prompt + program


def test_a_prompt_begins_with_bos_and_ends_with_a_newline(tiny: LLMAdapter) -> None:
    ids = tiny.encode_prompt("Add.")
    assert ids[0] == tiny.tokenizer.bos_token_id
    assert ids == tiny.encode_prompt("Add.\n")
    assert tiny.tokenizer.decode(ids[1:]) == "Add.\n"


def test_a_prompt_too_long_loses_its_beginning(tiny: LLMAdapter) -> None:
    ids = tiny.encode_prompt("one two three four")
    assert tiny.encode_prompt("one two three four", max_tokens=3) == ids[-3:]


def test_a_chat_template_is_used_and_the_answer_unfenced(tiny: LLMAdapter) -> None:
    chat = LLMAdapter("builtin:tiny", device="cpu")
    chat.tokenizer.chat_template = (
        "{% for m in messages %}[{{ m.role }}]{{ m.content }}[/]{% endfor %}"
    )
    assert chat.tokenizer.decode(chat.encode_prompt("Add.")).startswith("[user]Add.\n\nAnswer with")
    assert chat.decode_program(chat.encode_program("Here:\n```python\nx\n```\n")) == "x\n"


def test_the_first_prompt_is_the_challenge_alone(tiny: LLMAdapter) -> None:
    assert tiny.prompt_from_observation(observation()) == "Add."


def test_a_later_prompt_shows_program_and_feedback(tiny: LLMAdapter) -> None:
    later = observation(turn=1, previous_program="def f(): 1\n", feedback="wrong answer")
    assert tiny.prompt_from_observation(later) == (
        "Add.\n\nPrevious program:\ndef f(): 1\n\nFeedback:\nwrong answer\n"
    )


def test_complete_gives_a_program_for_each_prompt(tiny: LLMAdapter) -> None:
    """A prompt longer than the context is cut, not refused."""
    prompts = ["Add.", "word " * 1000]
    first, again = (
        tiny.complete(prompts, max_new_tokens=6, generator=torch.Generator().manual_seed(0))
        for _ in range(2)
    )
    assert len(first) == 2
    assert first == again


def test_complete_refuses_a_budget_that_fills_the_context(tiny: LLMAdapter) -> None:
    with pytest.raises(ValueError, match="no room for a prompt"):
        tiny.complete(["Add."], max_new_tokens=100_000)


def test_saved_and_loaded_is_the_same_policy(adapter: LLMAdapter, tmp_path: Path) -> None:
    adapter.save(tmp_path)
    loaded = LLMAdapter(tmp_path, device="cpu")
    assert loaded.encode_program("x = 1") == adapter.encode_program("x = 1")
    ids = torch.tensor([[5, 6, 7]])
    assert torch.equal(loaded.model(ids).logits, adapter.model(ids).logits)


def test_dropout_is_off_even_in_training_mode(checkpoint: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(checkpoint, tmp_path / "dropout")
    config = json.loads((folder / "config.json").read_text())
    rates = {name: 0.5 for name in config if "drop" in name and name != "summary_first_dropout"}
    (folder / "config.json").write_text(json.dumps({**config, **rates}))
    model = LLMAdapter(folder, device="cpu").model
    assert rates
    assert not model.training
    ids = torch.tensor([[5, 6, 7]])
    assert torch.equal(model(ids).logits, model.train()(ids).logits)


def test_weights_are_float32_unless_asked(checkpoint: Path) -> None:
    assert LLMAdapter("builtin:tiny").model.dtype == torch.float32
    assert LLMAdapter(checkpoint, dtype=torch.bfloat16).model.dtype == torch.bfloat16


def test_an_unknown_builtin_suggests_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'tiny'"):
        LLMAdapter("builtin:tny")


def test_a_folder_without_a_checkpoint_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"holds no checkpoint: there is no config\.json"):
        LLMAdapter(tmp_path)


def test_a_path_that_is_not_there_is_not_taken_for_a_hub_id(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="There is no folder"):
        LLMAdapter(tmp_path / "missing")


def test_pickled_weights_are_refused(checkpoint: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(checkpoint, tmp_path / "pickled")
    (folder / "model.safetensors").unlink()
    torch.save(LLMAdapter(checkpoint).model.state_dict(), folder / "pytorch_model.bin")
    with pytest.raises(ConfigError, match="in safetensors"):
        LLMAdapter(folder)


def test_a_tokenizer_without_eos_is_refused(checkpoint: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(checkpoint, tmp_path / "endless")
    settings_file = folder / "tokenizer_config.json"
    named = json.loads(settings_file.read_text())
    settings_file.write_text(json.dumps({k: v for k, v in named.items() if k != "eos_token"}))
    with pytest.raises(ConfigError, match="no EOS token"):
        LLMAdapter(folder)


def test_a_hub_that_is_out_of_reach_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(
        ConfigError, match=r"from 'nobody/nothing'.*hub that this machine can reach"
    ):
        LLMAdapter("nobody/nothing")


def test_without_torch_the_error_names_the_extra() -> None:
    code = "import sys; sys.modules['torch'] = None; import codeeval_gym.llm"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert 'pip install "codeeval-gym[train]"' in result.stderr
