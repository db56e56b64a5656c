"""A task set for verifiers (written for verifiers 0.4, ``import verifiers.v1``)."""

import asyncio
from collections.abc import Iterable
from typing import Any

from codeeval_gym.adapters.scoring import Scorer

__all__ = ["taskset_class"]


def taskset_class(scorer: Scorer) -> Any:
    """Make a ``Taskset`` class: a task for each challenge, paid for the last message of a trace.

    The one reward is ``codeeval_gym``; the terms are recorded as metrics. A program that the
    sandbox failed to judge raises, which verifiers records as the rollout's error, not as 0.

    Args:
        scorer: Judges and pays.

    Raises:
        ImportError: If verifiers is not installed.
    """
    import verifiers.v1 as vf
    from verifiers.v1.types import content_text

    class CodeData(vf.TaskData):  # type: ignore[misc]  # classes of a package without types
        challenge_id: str

    class CodeTask(vf.Task[CodeData]):  # type: ignore[misc]
        @vf.reward  # type: ignore[untyped-decorator]
        async def codeeval_gym(self, trace: Any) -> float:
            answer = content_text(trace.last_message.content)
            paid = await asyncio.to_thread(scorer.score_one, self.data.challenge_id, answer)
            for name, term in paid.terms.items():
                if term is not None:
                    trace.record_metric(name, term)
            return paid.total

    class CodeTaskset(vf.Taskset[CodeTask, vf.TasksetConfig]):  # type: ignore[misc]
        def load(self) -> Iterable[Any]:
            for row in scorer.rows():
                name = row["challenge_id"]
                data = CodeData(id=name, prompt=row["prompt"], challenge_id=name)
                yield CodeTask(data, self.config.task)

    return CodeTaskset
