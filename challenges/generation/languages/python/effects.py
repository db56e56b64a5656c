"""What a Python function does beside giving an answer, judged by the names it uses."""

import ast
from collections.abc import Iterator, Mapping

from codeeval_gym.challenges.generation.data import Effect

__all__ = ["effect_of", "strongest"]

_ORDER = tuple(Effect)

_NETWORK = (
    "aiohttp ftplib http.client httpx imaplib poplib requests smtplib socket socketserver ssl "
    "urllib.request urllib3 xmlrpc"
)
_CLOCK_OR_RANDOM = (
    "datetime.date.today datetime.datetime.now datetime.datetime.today "
    "datetime.datetime.utcnow id os.getpid os.urandom random secrets time.clock time.gmtime "
    "time.localtime time.monotonic time.perf_counter time.process_time time.sleep time.time "
    "time.time_ns uuid.uuid1 uuid.uuid4"
)
_FILES = (
    "__import__ atexit breakpoint builtins.open codecs.open compile ctypes eval exec fcntl "
    "fileinput gc getpass glob globals importlib input inspect.currentframe inspect.stack "
    "io.open locals logging mmap multiprocessing open os pathlib.Path pickle pkgutil platform "
    "print pty pwd resource select shelve shutil signal sqlite3 subprocess sys._getframe "
    "sys.argv sys.exit sys.modules sys.path sys.stderr sys.stdin sys.stdout tempfile "
    "threading vars warnings.warn webbrowser"
)
_HARMLESS = (
    "os.PathLike os.altsep os.curdir os.extsep os.fsdecode os.fsencode os.fspath os.linesep "
    "os.pardir os.path.basename os.path.commonprefix os.path.dirname os.path.extsep "
    "os.path.isabs os.path.join os.path.normcase os.path.normpath os.path.sep os.path.split "
    "os.path.splitdrive os.path.splitext os.sep"
)
_KNOWN: Mapping[str, Effect] = {
    **dict.fromkeys(_FILES.split(), Effect.FILES),
    **dict.fromkeys(_CLOCK_OR_RANDOM.split(), Effect.CLOCK_OR_RANDOM),
    **dict.fromkeys(_NETWORK.split(), Effect.NETWORK),
    **dict.fromkeys(_HARMLESS.split(), Effect.PURE),
}
_MUTATORS = frozenset(
    {
        "add",
        "append",
        "clear",
        "discard",
        "extend",
        "insert",
        "pop",
        "popitem",
        "popleft",
        "remove",
        "reverse",
        "setdefault",
        "sort",
        "update",
        "write",
        "writelines",
    }
)


def effect_of(
    function: ast.FunctionDef, imports: Mapping[str, str], global_names: frozenset[str]
) -> Effect:
    """Return the strongest effect that a function's text shows.

    Args:
        function: Its definition.
        imports: What the file's imports bind: local name to dotted name.
        global_names: Names bound at the file's top level.
    """
    local = _locals(function)
    found = [Effect.PURE]
    parts = {id(node.value) for node in ast.walk(function) if isinstance(node, ast.Attribute)}
    for node in ast.walk(function):
        dotted = _dotted(node)
        if dotted and id(node) not in parts:
            first, _, rest = dotted.partition(".")
            if first not in local or first in imports:
                full = imports.get(first, first) + (f".{rest}" if rest else "")
                found.append(_effect(full))
        if _changes_state(node, global_names - local):
            found.append(Effect.STATE)
    return strongest(found)


def strongest(effects: list[Effect]) -> Effect:
    """The strongest of some effects; pure if there are none."""
    return max(effects, key=_ORDER.index, default=Effect.PURE)


def _effect(dotted: str) -> Effect:
    """The effect of the longest known beginning of a dotted name."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        effect = _KNOWN.get(".".join(parts[:length]))
        if effect is not None:
            return effect
    return Effect.PURE


def _dotted(node: ast.AST) -> str:
    """``a.b.c`` of a name or a chain of attributes; empty for everything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([node.id, *reversed(parts)])


def _locals(function: ast.FunctionDef) -> frozenset[str]:
    declared = {
        name for node in ast.walk(function) if isinstance(node, ast.Global) for name in node.names
    }
    bound = {item.arg for item in ast.walk(function) if isinstance(item, ast.arg)}
    bound |= {
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)
    }
    return frozenset(bound - declared)


def _changes_state(node: ast.AST, outer: frozenset[str]) -> bool:
    """True where a global is bound, or an object that a global names is changed."""
    if isinstance(node, ast.Global):
        return True
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        owner = node.func.value
        return node.func.attr in _MUTATORS and isinstance(owner, ast.Name) and owner.id in outer
    return any(_root(target) in outer for target in _changed(node))


def _changed(node: ast.AST) -> Iterator[ast.expr]:
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign | ast.Delete):
        targets = node.targets
    elif isinstance(node, ast.AugAssign | ast.AnnAssign):
        targets = [node.target]
    return (item for item in targets if isinstance(item, ast.Attribute | ast.Subscript))


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
