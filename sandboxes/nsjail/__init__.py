"""The ``nsjail`` backend: a worker is a jail that nsjail builds once.

sandbox   the pool
worker    one jail and the control socket to its launcher
command   the command that builds a jail
"""

from codeeval_gym.sandboxes.nsjail.sandbox import NsjailSandbox

__all__ = ["NsjailSandbox"]
