"""Waiting for descriptors, whatever their numbers: ``select`` refuses those from 1024 up."""

import select

__all__ = ["readable"]


def readable(*descriptors: int, seconds: float) -> set[int]:
    """Wait until one of ``descriptors`` has something to read, or ended.

    Args:
        *descriptors: What to wait for.
        seconds: How long at most.

    Returns:
        Those that do; empty if the time was up first.
    """
    poll = select.poll()
    for descriptor in descriptors:
        poll.register(descriptor, select.POLLIN)
    return {descriptor for descriptor, _ in poll.poll(seconds * 1000)}
