"""Programs that do nothing: what they cost is the language's, not a program's."""

from codeeval_gym.evaluation.tasks import Task
from codeeval_gym.sandboxes.languages import languages
from codeeval_gym.types import Call, Check, Compile, Input, Job, Stdin

__all__ = ["idle_job", "processes"]

_FUNCTIONS = {
    "python": "def idle(n):\n    return n\n",
    "javascript": "function idle(n) { return n; }\n",
    "java": "class Solution { public static long idle(long n) { return n; } }\n",
    "cpp": "long long idle(long long n) { return n; }\n",
    "rust": "fn idle(n: i64) -> i64 { n }\n",
}
_SCRIPTS = {
    "python": "pass\n",
    "javascript": ";\n",
    "java": "public class Main { public static void main(String[] args) { } }\n",
    "cpp": "int main() { return 0; }\n",
    "rust": "fn main() {}\n",
}
_CHECK = "def check(candidate):\n    assert candidate(1) == 1\n"


def idle_job(language: str, kind: type[Input]) -> Job:
    """A job of an idle program.

    Args:
        language: Its language.
        kind: The class of its one input.
    """
    scripted = kind in (Stdin, Compile)
    text = (_SCRIPTS if scripted else _FUNCTIONS)[language]
    item: Input = Call("idle", (1,))
    if scripted:
        item = Stdin()
    elif kind is Check:
        item = Check(_CHECK, "idle")
    return Job(language, {languages[language].main_file: text}, (item,))


def processes(task: Task) -> int:
    """How many processes of the program its tests take: all calls of a job share one."""
    return sum(
        1 if isinstance(job.inputs[0], Call) else len(job.inputs) for job in task.plan().jobs
    )
