"""Benchmarks from the Hugging Face hub: one door, and which revision is meant, as data."""

from dataclasses import dataclass

from codeeval_gym.challenges.benchmarks.upstream.sources import RowSource
from codeeval_gym.errors import ConfigError

__all__ = ["HubFiles", "open_hub"]


@dataclass(frozen=True)
class HubFiles:
    """Files of a dataset repository. No script of it is ever run: the files are read as data."""

    repository: str
    """``owner/name``."""
    revision: str
    """Commit: what a name means does not change."""
    files: tuple[str, ...]
    """Paths in it, patterns allowed."""
    format: str = "parquet"
    """``parquet`` or ``json``."""

    @property
    def urls(self) -> list[str]:
        """Where they are."""
        return [f"hf://datasets/{self.repository}@{self.revision}/{name}" for name in self.files]


def open_hub(files: HubFiles, *, urls: list[str] | None = None) -> RowSource:
    """The rows of files on the hub, mapped from the local cache of ``datasets``.

    Args:
        files: Which.
        urls: Read these instead, e.g. local copies of the files.

    Raises:
        ConfigError: If the extra ``hub`` is not installed.
        ConnectionError: If the hub cannot be reached.
    """
    try:
        import datasets
    except ImportError as error:
        raise ConfigError(
            "Reading from the hub needs the package datasets: pip install 'codeeval-gym[hub]', "
            "or download the file and name its path."
        ) from error
    name = f"{files.repository}@{files.revision[:12]}"
    try:
        rows = datasets.load_dataset(files.format, data_files=urls or files.urls, split="train")
    except (OSError, datasets.exceptions.DatasetGenerationError) as error:
        raise ConnectionError(f"{name} cannot be read from the hub: {error!s:.300}") from error
    return RowSource(name, rows)
