"""Short ways to run something."""

from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.types import Call, Check, Job, Limits, Run, Stdin

ADD = "def add(a, b):\n    return a + b\n"
SPIN = "while True:\n    pass\n"


def job(program: str, *inputs: Call | Stdin | Check, limits: Limits | None = None) -> Job:
    return Job("python", {"main.py": program}, inputs or (Stdin(),), limits or Limits())


def script(sandbox: Sandbox, program: str, stdin: str = "", limits: Limits | None = None) -> Run:
    return sandbox.run(job(program, Stdin(stdin), limits=limits))[0]
