"""Descriptors are waited for, whatever their numbers."""

import fcntl
import os

from codeeval_gym.sandboxes.workers.waiting import readable


def test_a_descriptor_that_select_would_refuse_can_be_waited_for() -> None:
    read, write = os.pipe()
    high = fcntl.fcntl(read, fcntl.F_DUPFD_CLOEXEC, 1500)
    try:
        assert readable(high, seconds=0) == set()
        os.write(write, b"x")
        assert readable(high, seconds=5) == {high}
    finally:
        for descriptor in (read, write, high):
            os.close(descriptor)
