"""What the podman backend needs of a machine, and how to get what is missing."""

import os
import shutil

from codeeval_gym.errors import SandboxUnavailable

__all__ = ["no_runtime", "no_service", "require_podman"]


def require_podman(url: str | None) -> None:
    """Check what can be checked without starting anything.

    Raises:
        SandboxUnavailable: If something is missing; says how to get it.
    """
    if os.geteuid() != 0:
        raise SandboxUnavailable(
            "podman",
            "it needs root, to map each worker to user ids that own nothing.",
            "Run as root, or use the nsjail backend, which works without.",
        )
    try:
        import podman  # noqa: F401
    except ImportError as error:
        raise SandboxUnavailable(
            "podman",
            f"the Python package podman cannot be imported ({error}).",
            "Install it with pip install 'codeeval-gym[podman]'.",
        ) from error
    if url is None and shutil.which("podman") is None:
        raise SandboxUnavailable(
            "podman",
            "podman is not installed.",
            "Install it (apt install podman runc), or give the url= of a service's socket.",
        )


def no_service(missing: str) -> SandboxUnavailable:
    """The error where no service answers.

    Args:
        missing: What is missing, one sentence.
    """
    remedy = "Try podman info, and see that the socket given as url= belongs to this machine."
    return SandboxUnavailable("podman", missing, remedy)


def no_runtime(said: dict[str, str]) -> SandboxUnavailable:
    """The error where no runtime can start a container.

    Args:
        said: What each runtime said.
    """
    reasons = "; ".join(f"{runtime}: {text}" for runtime, text in said.items())
    return SandboxUnavailable(
        "podman",
        f"no runtime can start the container ({reasons}).",
        "Install runc (apt install runc), which also works beside cgroups in hybrid mode, and "
        "allow user namespaces (user.max_user_namespaces above 0).",
    )
