"""The configurations that come with the package are what accelerate reads."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from accelerate.commands.config.config_args import load_config_from_file
from accelerate.commands.launch import launch_command_parser
from accelerate.utils import DistributedType

from codeeval_gym.errors import UnknownNameError
from codeeval_gym.trainers import launch_config, launch_configs
from tests.trainers import warm

KINDS = {
    "two_cpus": (DistributedType.MULTI_GPU, 2),
    "single_gpu": (DistributedType.NO, 1),
    "ddp": (DistributedType.MULTI_GPU, 2),
    "fsdp2": (DistributedType.FSDP, 2),
    "zero2": (DistributedType.DEEPSPEED, 2),
    "zero3": (DistributedType.DEEPSPEED, 2),
}
SAY = """
from accelerate import Accelerator

accelerator = Accelerator()
seen = (accelerator.distributed_type.value, accelerator.num_processes, accelerator.device.type)
print(f"{seen}\\n", end="", flush=True)
"""


def test_there_is_one_for_each_way() -> None:
    assert set(launch_configs()) == set(KINDS)
    with pytest.raises(UnknownNameError, match=r"'fsdp'\. Did you mean 'fsdp2'"):
        launch_config("fsdp")


@pytest.mark.parametrize("name", KINDS)
def test_accelerate_reads_it_and_knows_every_key(name: str) -> None:
    """Keys at the top are checked by its loader; those below become arguments of its launcher."""
    path = launch_config(name)
    read = load_config_from_file(str(path))
    assert (read.distributed_type, read.num_processes) == KINDS[name]

    known = {action.dest for action in launch_command_parser()._actions}
    settings: dict[str, Any] = yaml.safe_load(path.read_text())
    below = {**settings.get("fsdp_config", {}), **settings.get("deepspeed_config", {})}
    assert set(below) <= known
    assert bool(below) is (read.distributed_type in (DistributedType.FSDP, "DEEPSPEED"))
    assert below.get("zero_stage", 0) == {"zero2": 2, "zero3": 3}.get(name, 0)


def test_two_processes_are_started_on_cpus(tmp_path: Path) -> None:
    script = tmp_path / "say.py"
    script.write_text(SAY)
    output = tmp_path / "output"
    launcher = warm.start(
        "from accelerate.commands.launch import main; main()",
        *("--config_file", str(launch_config("two_cpus")), str(script)),
        output=output,
        environment={"ACCELERATE_USE_CPU": "true"},
    )
    assert launcher.end() == 0, output.read_text()
    assert output.read_text().splitlines().count("('MULTI_CPU', 2, 'cpu')") == 2
