"""Records calls while a repository's own tests and documentation examples run in the sandbox."""

from collections.abc import Iterable, Mapping, Sequence

from codeeval_gym.challenges.generation.data import Example, Masked, Repository
from codeeval_gym.challenges.generation.languages._base import Runner
from codeeval_gym.challenges.generation.languages.python.modules import Module, Package
from codeeval_gym.challenges.generation.languages.python.shipping import FOLDER, jail_files
from codeeval_gym.errors import SandboxError
from codeeval_gym.types import Call, Job, Limits
from codeeval_gym.values import Plain

__all__ = ["observe_all"]

_LIMITS = Limits(
    wall_seconds=90.0,
    cpu_seconds=60.0,
    memory_mb=1024,
    output_kb=16_384,
    processes=64,
    disk_mb=64,
)
_MOST = 40
_MAIN = f"from {FOLDER}.suite import record\n"
_ROOT = "repository"
_ORIGINS = ("doctest", "unit_test", "recorded")


def observe_all(
    masked: Sequence[Masked],
    repository: Repository,
    package: Package,
    tests: Iterable[str],
    runner: Runner,
) -> Mapping[str, Sequence[Example]]:
    """Return the calls of each candidate; see ``Language.observe``.

    Raises:
        SandboxError: If the sandbox failed.
    """
    test_modules = [package.modules[path] for path in tests if path in package.modules]
    libraries = sorted({item.candidate.path for item in masked})
    plans = [
        *({"suites": [item.name], "doctests": []} for item in test_modules if _is_suite(item)),
        *({"suites": [], "doctests": [package.modules[path].name]} for path in libraries),
    ]
    shared = {
        "folders": _folders(package),
        "targets": [_target(item, package) for item in masked],
        "tests": [f"{_ROOT}/{item.path}" for item in test_modules],
        "modules": [package.modules[path].name for path in libraries],
        "most": _MOST,
    }
    files = {
        "main.py": _MAIN,
        **jail_files(),
        **{f"{_ROOT}/{path}": text for path, text in repository.data.items() if _is_safe(path)},
        **{f"{_ROOT}/{item.path}": item.text for item in package.modules.values()},
    }
    jobs = [
        Job("python", files, (Call("record", ({**shared, **plan},)),), _LIMITS) for plan in plans
    ]
    found: dict[str, dict[str, Example]] = {item.candidate.id: {} for item in masked}
    for runs in runner.run_batch(jobs):
        if isinstance(runs, SandboxError):
            raise runs
        returned = runs[0].returned
        for index, example in _calls(returned.value if returned else None, len(masked)):
            kept = found[masked[index].candidate.id]
            key = repr(example.args)
            if key not in kept or _rank(example) < _rank(kept[key]):
                kept[key] = example
    return {name: sorted(kept.values(), key=_rank) for name, kept in found.items()}


def _calls(answer: Plain, count: int) -> Iterable[tuple[int, Example]]:
    """What the recorder wrote, which hostile code may have forged: only its form is trusted."""
    calls = answer.get("calls") if isinstance(answer, dict) else None
    for call in calls if isinstance(calls, list) else ():
        match call:
            case [int(index), str(origin), list(given), list(answered)] if (
                0 <= index < count and origin in _ORIGINS
            ):
                expected = answered[0] if answered else None
                yield index, Example(tuple(given), expected, origin)


def _rank(example: Example) -> int:
    return _ORIGINS.index(example.origin)


def _is_suite(module: Module) -> bool:
    name = module.path.rpartition("/")[2]
    return name.startswith("test") or name.endswith("_test.py")


def _is_safe(path: str) -> bool:
    return len(path) < 150 and ".." not in path.split("/")


def _folders(package: Package) -> list[str]:
    """Where imports start: the folders that hold top-level packages, tests' own ones last."""
    roots: dict[str, None] = {_ROOT: None}
    for module in package.modules.values():
        depth = module.name.count(".") + (1 if module.name else 0)
        parts = module.path.removesuffix("/__init__.py").split("/")
        roots["/".join([_ROOT, *parts[: len(parts) - depth]])] = None
    return list(roots)


def _target(item: Masked, package: Package) -> list[str]:
    owner, _, name = item.candidate.name.rpartition(".")
    return [package.modules[item.candidate.path].name, name, owner]
