"""What tests ask of a run: its figures without times, and all that has a state."""

from typing import Any

from codeeval_gym.trainers.tracker import read_metrics

MEASURED = ("seconds", "time/", "programs_per_second")


def without_times(trainer: Any) -> list[dict[str, float]]:
    """Metrics by iteration, those that a clock gave left out."""
    rows = read_metrics(trainer.run_folder)
    return [{k: v for k, v in row.items() if not k.startswith(MEASURED)} for row in rows]


def everything(trainer: Any) -> list[Any]:
    """Weights and optimiser, as plain values."""
    optimiser = trainer.learner.optimizer.state_dict()["state"]
    return [
        {name: tensor.tolist() for name, tensor in trainer.policy.model.state_dict().items()},
        [value.tolist() for slot in optimiser.values() for value in slot.values()],
    ]
