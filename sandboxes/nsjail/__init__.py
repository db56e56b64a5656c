"""The ``nsjail`` backend, outermost part first.

sandbox       the pool, one program at a time in each worker
reading       what was seen of a run, as records
supervision   watches one run, holds its limits
worker        one jail and the control socket to its launcher
command       the command that builds a jail
toolchain     the interpreter programs run on
cgroups       control groups, versions 1 and 2
"""

from codeeval_gym.sandboxes.nsjail.sandbox import NsjailSandbox

__all__ = ["NsjailSandbox"]
