"""How fast ranked proposals are, by proposer and by how much of the program is written.

Run ``python -m benchmarks.topk`` from the root of the repository. No program is handed in, so no
sandbox takes part: a step is the proposer's work and the environment's own. Seconds are those of
this process's CPU time, which other work on the machine disturbs little.
"""

import argparse
import itertools
import json
import time
from pathlib import Path
from typing import Any

import torch
from rich.console import Console
from rich.table import Table

from benchmarks.report import load_average, machine
from codeeval_gym.challenges import load
from codeeval_gym.envs.proposals import Draft, NgramProposals, Proposal, Proposer, Slate
from codeeval_gym.llm.proposals import LMProposals

OUT = Path(__file__).parents[1] / "runs/bench/topk.json"
K = 4
STEPS = 4
LENGTHS = {"token": (0, 50, 250), "line": (0, 4, 16)}
"""Pieces that are written before the clock starts; the model's context is 384 tokens."""
_LINES = ["def plus(n: int) -> int:\n", "    total = n + 3\n", "    return total\n"]
PIECES = {
    "token": [Proposal(text, -1.0) for text in ("n ", "= ", "n ", "+ ", "3", "\n")],
    "line": [Proposal(text, -1.0) for text in _LINES],
}
OBSERVATION = {
    "prompt": "Given n, return n plus 3.\n\ndef plus(n: int) -> int:\n",
    "feedback": "",
    "previous_program": "",
}


def main() -> None:
    """Measure, print a table and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=1.0, help="CPU time for each figure")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    torch.set_num_threads(1)
    programs = [item.references["python"] for item in load("families", split="validation")]
    rows = []
    for stride in ("token", "line"):
        proposers: dict[str, Proposer] = {
            "n-gram": NgramProposals(programs, stride),
            "language model": LMProposals(stride=stride),
        }
        for (name, proposer), count in itertools.product(proposers.items(), (1, 16)):
            for length in LENGTHS[stride]:
                speed = _speed(proposer, stride, count, length, options.seconds)
                rows.append(
                    {
                        "proposer": name,
                        "stride": stride,
                        "drafts": count,
                        "pieces": length,
                        "steps_per_second": speed,
                    }
                )
    _show(rows)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"machine": machine(), "load": load_average(), "rows": rows}, indent=1)
    options.out.write_text(text + "\n", "utf-8")


def _speed(proposer: Proposer, stride: str, count: int, length: int, seconds: float) -> float:
    """Steps per second, of all drafts together, from the one at which this much is written."""
    slate = Slate(proposer, K, max_steps=1_000_000, remember=0)
    taken, spent = 0, 0.0
    while spent < seconds:
        pieces = itertools.cycle(PIECES[stride])
        drafts = [Draft(OBSERVATION) for _ in range(count)]
        for draft in drafts:
            for piece in itertools.islice(pieces, length):
                draft.take(piece)
        slate.propose(drafts)  # what was written before is read here, and not measured
        started = time.process_time()
        for _ in range(STEPS):
            piece = next(pieces)
            for draft in drafts:
                draft.take(piece)
            for draft, proposals in zip(drafts, slate.propose(drafts), strict=True):
                slate.observation(draft, proposals)
        spent += time.process_time() - started
        taken += STEPS * count
    return taken / spent


def _show(rows: list[dict[str, Any]]) -> None:
    table = Table("proposer", "stride", "drafts at once", "pieces written", "steps/s")
    for row in rows:
        *words, speed = row.values()
        table.add_row(*map(str, words), f"{speed:,.0f}")
    Console().print(table)


if __name__ == "__main__":
    main()
