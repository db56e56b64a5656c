"""Reads what process 1 of a compile step took out of its work folder.

Process 1 is ours, the contents are not: names and sizes are checked against bounds.
"""

import json
import mmap
import os

from codeeval_gym.errors import SandboxError

__all__ = ["MAX_OUTPUT_BYTES", "read_outputs"]

MAX_OUTPUT_BYTES = 64 << 20
"""Of all files together."""


def read_outputs(descriptor: int) -> dict[str, bytes]:
    """Read files that were written one after the other, each after a line with its name and size.

    Args:
        descriptor: A memory file.

    Raises:
        SandboxError: If it is not what process 1 writes.
    """
    size = os.fstat(descriptor).st_size
    if size == 0:
        return {}
    if size > 2 * MAX_OUTPUT_BYTES:
        raise SandboxError("A compiler's output is longer than process 1 may write.")
    files: dict[str, bytes] = {}
    with mmap.mmap(descriptor, size, access=mmap.ACCESS_READ) as content:
        try:
            while content.tell() < size:
                name, length = json.loads(content.readline())
                files[name] = content.read(length)
                if len(files[name]) != length:
                    raise ValueError(f"{name} ends too soon")
        except (ValueError, TypeError) as error:
            raise SandboxError(f"A compiler's output cannot be read: {error}") from error
    return files
