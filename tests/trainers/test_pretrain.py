"""Pre-training: it learns, the seed decides, held-out challenges are refused, the card is true."""

import hashlib
import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from codeeval_gym.challenges import load
from codeeval_gym.errors import ConfigError
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers._pretrain_card import Measured, measure
from codeeval_gym.trainers._pretrain_data import IGNORED, batches, encode, read_texts
from codeeval_gym.trainers.pretrain import PretrainConfig, main, pretrain, rate_at


def small(out: Path, **changes: Any) -> PretrainConfig:
    settings: dict[str, Any] = {
        "steps": 40,
        "batch_size": 8,
        "examples": 64,
        "vocabulary": 400,
        "layers": 1,
        "heads": 3,
        "schedule": 40,
        "threads": 1,
    }
    return PretrainConfig(out=str(out), measured=0, **{**settings, **changes})


@pytest.fixture(autouse=True)
def same_threads() -> Iterator[None]:
    """Pre-training sets the number of threads for the whole process."""
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def tiny() -> LLMAdapter:
    return LLMAdapter("builtin:tiny", device="cpu")


def weights_of(folder: Path) -> str:
    return hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()


def test_a_few_steps_lower_the_loss(tmp_path: Path) -> None:
    losses = pretrain(small(tmp_path)).training.losses
    assert len(losses) == 2
    assert losses[1] < 0.8 * losses[0]


def test_the_seed_decides_the_weights(tmp_path: Path) -> None:
    for name, seed in (("first", 0), ("again", 0), ("other", 1)):
        pretrain(small(tmp_path / name, steps=3, seed=seed))
    assert weights_of(tmp_path / "first") == weights_of(tmp_path / "again")
    assert weights_of(tmp_path / "first") != weights_of(tmp_path / "other")


def test_the_checkpoint_loads_and_its_record_tells_how_it_was_made(tmp_path: Path) -> None:
    record = pretrain(small(tmp_path, steps=2, seed=5))
    policy = LLMAdapter(tmp_path, device="cpu")
    assert policy.model.num_parameters() == record.parameters
    written = json.loads((tmp_path / "training.json").read_text())
    assert written["config"]["seed"] == 5
    assert written["training"]["tokens"] > written["training"]["program_tokens"] > 0
    assert written["versions"]["torch"]
    card = (tmp_path / "README.md").read_text()
    assert "--seed 5 --steps 2 --schedule 40 --batch-size 8" in card
    assert "Not measured." in card


@pytest.mark.parametrize("split", ["test", "validation"])
def test_a_held_out_split_is_refused(tmp_path: Path, split: str) -> None:
    with pytest.raises(ConfigError, match=f"reads a train split only, not 'builtin:{split}'"):
        pretrain(small(tmp_path, challenges=f"builtin:{split}"))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"steps": 0}, "steps must be at least 1, not 0"),
        ({"heads": 4}, "multiple of 3, not 4"),
        ({"schedule": 39}, "schedule must be at least the 40 steps, not 39"),
    ],
)
def test_impossible_settings_are_refused(
    tmp_path: Path, changes: dict[str, int], message: str
) -> None:
    with pytest.raises(ConfigError, match=message):
        small(tmp_path, **changes)


def test_the_rate_rises_in_a_line_and_falls_to_zero_at_the_end_of_the_schedule(
    tmp_path: Path,
) -> None:
    config = small(tmp_path, steps=60, schedule=100, warmup=0.2, peak_rate=1.0)
    rates = [rate_at(step, config) for step in (10, 20, 60, 100)]
    assert rates == pytest.approx([0.5, 1.0, 0.5, 0.0])


def test_only_program_tokens_are_taught(tiny: LLMAdapter) -> None:
    """The labels of a row are the ids of its program, EOS included, and nothing else."""
    texts = read_texts(load("builtin:train")[:10])
    stream = batches(encode(tiny, texts), 4, tiny.pad_id, torch.Generator().manual_seed(0))
    taught = {
        tuple(label for label in row.tolist() if label != IGNORED)
        for batch in itertools.islice(stream, 3)
        for row in batch.labels
    }
    assert taught == {tuple(tiny.encode_program(program)) for _, program in texts}


def test_every_example_comes_once_before_any_comes_again(tiny: LLMAdapter) -> None:
    examples = encode(tiny, read_texts(load("builtin:train")[:10]))
    stream = batches(examples, 4, tiny.pad_id, torch.Generator().manual_seed(0))
    rows = [row for batch in itertools.islice(stream, 3) for row in batch.ids]
    read = [tuple(token for token in row.tolist() if token != tiny.pad_id) for row in rows]
    assert sorted(read) == sorted(example.ids for example in examples)


def test_measuring_counts_what_the_sandbox_accepts(
    tiny: LLMAdapter, engine: EvaluationEngine
) -> None:
    figures = measure(tiny, load("builtin:test")[:12], engine, seed=0)
    assert figures.count == 12
    assert figures.passed == sum(passed for passed, _ in figures.by_tier.values())
    assert sum(count for _, count in figures.by_tier.values()) == 12
    assert figures.verdicts.get("accepted", 0) == figures.passed


def test_pass_at_1_is_the_share_that_passed() -> None:
    assert Measured("builtin:test", 4, 1, {"1": (1, 4)}, {}).pass_at_1 == 0.25


def test_the_command_line_makes_a_model(tmp_path: Path) -> None:
    options = "--steps 1 --batch-size 2 --examples 4 --vocabulary 300 --layers 1 --heads 3"
    main(["--out", str(tmp_path), "--measured", "0", *options.split()])
    assert (tmp_path / "model.safetensors").is_file()


def test_the_command_line_says_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["--out", str(tmp_path), "--challenges", "builtin:test"])
    assert "train split only" in capsys.readouterr().err


def test_builtin_tiny_is_small_and_its_card_names_its_command(tiny: LLMAdapter) -> None:
    folder = Path(tiny.model.config._name_or_path)
    assert 2.5e6 <= tiny.model.num_parameters() <= 3.2e6
    assert sum(file.stat().st_size for file in folder.iterdir()) <= 8e6
    record = json.loads((folder / "training.json").read_text())
    assert record["command"] in (folder / "README.md").read_text()
    assert record["config"]["challenges"] == "builtin:train"
    assert 0.2 <= record["measured"]["passed"] / record["measured"]["count"] <= 0.45
