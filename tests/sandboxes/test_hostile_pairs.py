"""Two programs in two jails at one time: neither can tell that the other is there."""

import pytest

from codeeval_gym.sandboxes import NsjailSandbox
from codeeval_gym.types import Limits, Outcome, Run
from tests.sandboxes.jobs import job

_MEET = """
import os, time
start = time.time()
def wait_for_both():
    time.sleep(max(0.0, 0.7 - (time.time() - start)))  # the other one is surely under way
def leave():
    time.sleep(0.7)  # and stays until this one has looked
"""
_LOCKS = """
import fcntl, os, sys
def hold():
    taken = []
    for path in (sys.executable, os.__file__, '/dev/null', '/dev/zero'):
        for take in (fcntl.flock, fcntl.lockf):
            try:
                file = open(path, 'rb')
                kind = fcntl.LOCK_EX if take is fcntl.flock else fcntl.LOCK_SH
                take(file, kind | fcntl.LOCK_NB)
                taken.append((path, take.__name__))
            except OSError as error:
                if error.errno == 11:  # somebody else holds it
                    return ['held by another: ' + path]
            kept.append(file)
    return []
kept = []
wait_for_both()
print(hold())
leave()
"""
_SYSTEM_V = """
import ctypes
libc = ctypes.CDLL(None)
calls = ('shmget', 'msgget', 'semget')
found = [name for name in calls if getattr(libc, name)(4711, 1, 0o600) >= 0]
libc.shmget(4711, 64, 0o1666)
libc.msgget(4711, 0o1666)
libc.semget(4711, 1, 0o1666)
wait_for_both()
# The other one has made its own by now: both were asked for before either waited.
mine = libc.msgget(4711, 0o666)
note = b'\\1' + b'\\0' * 7 + bytes([os.getpid()])
libc.msgsnd(mine, ctypes.create_string_buffer(note), 1, 0o4000)
leave()
count = 0
while libc.msgrcv(mine, ctypes.create_string_buffer(64), 16, 0, 0o4000) >= 0:
    count += 1
print(found + ['messages of another'] * (count > 1))
"""
_FILES = """
import os
mark = os.urandom(4).hex()
folders = ('/tmp', '/dev/shm', '/var/tmp', '/run', '/run/lock', '/dev/mqueue')
for folder in folders:
    try:
        open(os.path.join(folder, 'note-' + mark), 'w').close()
    except OSError:
        pass
wait_for_both()
found = []
for folder in folders:
    if os.path.isdir(folder):
        notes = [name for name in os.listdir(folder) if name.startswith('note-')]
        found += [name for name in notes if mark not in name]
print(found)
leave()
"""
_SOCKETS = """
import socket
found = []
places = {socket.AF_UNIX: '\\0codeeval-meeting', socket.AF_INET: ('127.0.0.1', 4711), 40: (1, 4711)}
for family, address in places.items():
    try:
        own = socket.socket(family, socket.SOCK_STREAM)
        own.bind(address)
        own.listen()
        found.append(family)
    except OSError:
        pass
wait_for_both()
print(found)
leave()
"""
_PROCESSES = """
import os, signal
found = []
wait_for_both()
for number in range(2, 3000):
    try:
        if number != os.getpid():
            os.kill(number, 0)
            found.append(number)
    except ProcessLookupError:
        pass
    except PermissionError:
        found.append(number)
print(found)
leave()
"""
_WATCH = """
import ctypes, os
libc = ctypes.CDLL(None)
watch = libc.inotify_init1(0o4000)
libc.inotify_add_watch(watch, os.path.dirname(os.__file__).encode(), 0xfff)
wait_for_both()
leave()
try:
    seen = os.read(watch, 4096) if watch >= 0 else b''
except OSError:
    seen = b''
print(['events of another'] * bool(seen))
"""
_TOUCH = """
import os
wait_for_both()
for _ in range(100):
    os.listdir(os.path.dirname(os.__file__))
    open(os.__file__).read()
print([])
leave()
"""
CHANNELS = [
    pytest.param(_LOCKS, _LOCKS, id="file locks"),
    pytest.param(_WATCH, _TOUCH, id="watched files"),
    pytest.param(_SYSTEM_V, _SYSTEM_V, id="System V objects"),
    pytest.param(_FILES, _FILES, id="files"),
    pytest.param(_SOCKETS, _SOCKETS, id="sockets"),
    pytest.param(_PROCESSES, _PROCESSES, id="processes"),
]


@pytest.mark.parametrize(("one", "other"), CHANNELS)
def test_two_programs_at_once_share_nothing(
    own_sandbox: NsjailSandbox, one: str, other: str
) -> None:
    limits = Limits(wall_seconds=8)
    jobs = [job(_MEET + program, limits=limits) for program in (one, other)]
    runs = own_sandbox.run_batch(jobs)

    found = [item[0] for item in runs if isinstance(item, list)]
    assert [run.outcome for run in found] == [Outcome.FINISHED] * 2, found
    assert [run.stdout for run in found] == ["[]\n"] * 2
    assert together(*found)


def together(first: Run, second: Run) -> bool:
    """True when both ran long enough to have met: each stays for more than a second."""
    walls = [run.usage.wall_seconds or 0.0 for run in (first, second)]
    return min(walls) > 1.3
