"""What may be trained on. Unknown means no."""

from codeeval_gym.challenges._dataset import Dataset
from codeeval_gym.errors import ChallengeError

__all__ = ["require_train_allowed", "train_refusal"]


def train_refusal(dataset: Dataset) -> tuple[str, str] | None:
    """Say why a policy must not be trained on a dataset.

    Only the first challenge that stands against it is built, however many there are.

    Returns:
        The challenge's id and the reason, its licence and what to do in it; ``None`` if nothing
        stands against training.
    """
    refused = dataset.trainable(allowed=False)
    if not len(refused):
        return None
    challenge = refused[0]
    return challenge.id, (
        f"it may not be trained on: its licence is {challenge.licence}, its rights say "
        f"train_allowed={challenge.rights.train_allowed}, and only True allows it. So it is with "
        f"{len(refused)} of {len(dataset)} challenges of {dataset.name}. Train on "
        "dataset.trainable(), which leaves them out; or, if they are yours to allow, on "
        "dataset.with_rights(Rights(train_allowed=True))."
    )


def require_train_allowed(dataset: Dataset) -> None:
    """Do nothing if a policy may be trained on every challenge of a dataset.

    Raises:
        ChallengeError: If not; names the first challenge, its licence and what to do.
    """
    refusal = train_refusal(dataset)
    if refusal is not None:
        raise ChallengeError(*refusal)
