"""Are renamed and reordered programs recognised, and unrelated ones left alone?

    python -m benchmarks.similarity --humaneval PATH --mbpp PATH [--behaviour]

Each reference is changed as one would who copies it: every name of its own is replaced, and
statements and functions that do not depend on one another change places. It should be found to be
the same task. Pairs of references of different tasks should not; those that a benchmark poses
twice count against us there.
"""

import argparse
import ast
import builtins
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from benchmarks.report import machine
from codeeval_gym.challenges import load
from codeeval_gym.challenges.similarity import behaviours, syntax_hash
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.types import Challenge

__all__ = ["groups", "recall", "renamed_and_reordered", "unrelated_alike"]

_BUILTINS = frozenset(dir(builtins))
_PURE = frozenset({"len", "min", "max", "sum", "abs", "int", "float", "str", "list", "set", "dict"})


def renamed_and_reordered(program: str, rng: random.Random) -> tuple[str, bool]:
    """Change names and order.

    Args:
        program: Python.
        rng: The only source of chance.

    Returns:
        The changed program, which does the same, and whether anything changed places.
    """
    tree = ast.parse(program)
    moved = [_reorder(node, rng) for node in ast.walk(tree)]
    names = sorted(_own_names(tree))
    new = {name: f"q{rng.randrange(10**6)}_{number}" for number, name in enumerate(names)}
    return ast.unparse(_Renamer(new).visit(tree)), any(moved)


def recall(programs: Iterable[str], seed: int = 0) -> tuple[float, int, int]:
    """Share of changed programs with the same syntax hash; how many there were; how many moved."""
    rng = random.Random(seed)
    found, count, moved = 0, 0, 0
    for program in programs:
        changed, reordered = renamed_and_reordered(program, rng)
        count += 1
        moved += reordered
        found += syntax_hash(changed, "python") == syntax_hash(program, "python")
    return found / count, count, moved


def groups(keys: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Ids with the same key, where there are several; from pairs of id and key."""
    by_key: dict[str, list[str]] = defaultdict(list)
    for challenge_id, key in keys:
        by_key[key].append(challenge_id)
    return [ids for ids in by_key.values() if len(ids) > 1]


def unrelated_alike(found: Sequence[Sequence[str]], count: int) -> float:
    """Share of all pairs of so many different tasks that are in one group."""
    pairs = sum(len(group) * (len(group) - 1) // 2 for group in found)
    return pairs / (count * (count - 1) / 2)


def _own_names(tree: ast.AST) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()):
                names.add(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.arg(arg=name):
                names.add(name)
    keywords = {item.arg for item in ast.walk(tree) if isinstance(item, ast.keyword) and item.arg}
    methods = {item.attr for item in ast.walk(tree) if isinstance(item, ast.Attribute)}
    return {name for name in names - _BUILTINS - keywords - methods if not name.startswith("__")}


class _Renamer(ast.NodeTransformer):
    def __init__(self, new: dict[str, str]) -> None:
        self._new = new

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = self._new.get(node.id, node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.arg = self._new.get(node.arg, node.arg)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.name = self._new.get(node.name, node.name)
        return self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.name = self._new.get(node.name, node.name)
        return self.generic_visit(node)


def _reorder(node: ast.AST, rng: random.Random) -> bool:
    """Let neighbours that do not depend on each other change places, by chance."""
    moved = False
    body = getattr(node, "body", None)
    for _ in range(2):
        for at in range(len(body) - 1 if isinstance(body, list) else 0):
            assert isinstance(body, list)
            if _independent(body[at], body[at + 1]) and rng.random() < 0.7:
                body[at], body[at + 1] = body[at + 1], body[at]
                moved = True
    return moved


def _independent(one: ast.stmt, other: ast.stmt) -> bool:
    if isinstance(one, ast.FunctionDef) and isinstance(other, ast.FunctionDef):
        return one.name != other.name
    if not (_is_simple(one) and _is_simple(other)):
        return False
    writes, reads = zip(_names(one), _names(other), strict=True)
    return not (writes[0] & (writes[1] | reads[1]) or writes[1] & reads[0])


def _is_simple(node: ast.stmt) -> bool:
    """An assignment to names, whose value does nothing else."""
    if not isinstance(node, ast.Assign) or not all(isinstance(x, ast.Name) for x in node.targets):
        return False
    calls = [inner for inner in ast.walk(node.value) if isinstance(inner, ast.Call)]
    return all(isinstance(call.func, ast.Name) and call.func.id in _PURE for call in calls)


def _names(node: ast.stmt) -> tuple[set[str], set[str]]:
    """Written and read."""
    every = [inner for inner in ast.walk(node) if isinstance(inner, ast.Name)]
    written = {inner.id for inner in every if isinstance(inner.ctx, ast.Store)}
    return written, {inner.id for inner in every if isinstance(inner.ctx, ast.Load)}


def _behaviour(challenges: list[Challenge]) -> dict[str, object]:
    """The same, by what references answer; it takes a sandbox and minutes."""
    rng = random.Random(0)
    twins = []
    for item in challenges:
        program = renamed_and_reordered(item.references["python"], rng)[0]
        assert item.signature is not None
        name = next(n.name for n in ast.parse(program).body if isinstance(n, ast.FunctionDef))
        same = f"{program}\n\n{item.signature.name} = {name}\n"
        if program.count("\ndef ") + program.startswith("def ") == 1:  # or which one is it?
            twins.append(replace(item, id=f"{item.id}-twin", references={"python": same}))
    with EvaluationEngine() as engine:
        known = behaviours([*challenges, *twins], engine)
    pairs = [twin.id.removesuffix("-twin") for twin in twins if twin.id in known]
    pairs = [challenge_id for challenge_id in pairs if challenge_id in known]
    own = [(item.id, known[item.id]) for item in challenges if item.id in known]
    alike = groups(own)
    return {
        "known": len(own),
        "recall": sum(known[item] == known[f"{item}-twin"] for item in pairs) / len(pairs),
        "recall_pairs": len(pairs),
        "unrelated_alike": unrelated_alike(alike, len(own)),
        "groups": alike,
    }


def main() -> None:
    """Print the figures, and the record of the run as the last line."""
    parser = argparse.ArgumentParser(description="Are copies recognised?")
    parser.add_argument("--humaneval", required=True)
    parser.add_argument("--mbpp", required=True)
    parser.add_argument("--behaviour", action="store_true", help="Run the references, too.")
    asked = parser.parse_args()
    mbpp = list(load(f"mbpp:{asked.mbpp}"))
    both = [*load(f"humaneval:{asked.humaneval}"), *mbpp]
    share, count, moved = recall(item.references["python"] for item in both)
    keys = [(item.id, syntax_hash(item.references["python"], "python")) for item in both]
    within = groups(pair for pair in keys if pair[0].startswith("mbpp/"))
    found: dict[str, object] = {
        "recall": share,
        "pairs": count,
        "reordered": moved,
        "unrelated_alike": unrelated_alike(groups(keys), len(both)),
        "mbpp_groups": len(within),
        "mbpp_tasks": sum(map(len, within)),
        "across": [ids for ids in groups(keys) if len({i.split("/")[0] for i in ids}) > 1],
    }
    print(f"Syntax: {share:.1%} of {count} changed references found ({moved} reordered), ")
    print(f"{found['unrelated_alike']:.4%} of unrelated pairs alike; MBPP: {len(within)} groups.")
    print(f"HumanEval and MBPP share: {found['across']}")
    if asked.behaviour:
        found["behaviour"] = seen = _behaviour(both)
        print(
            f"Behaviour: {seen['known']} of {count} references known; of {seen['recall_pairs']} "
            f"changed ones {seen['recall']:.1%} found; {seen['unrelated_alike']:.4%} of unrelated "
            f"pairs alike."
        )
    print(json.dumps({"machine": machine(), "found": found}))


if __name__ == "__main__":
    main()
