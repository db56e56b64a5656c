"""Says, for the verdict ``unknown_module``, what a missing module is."""

import difflib
from collections.abc import Iterable

from codeeval_gym.sandboxes.dependencies.allow_list import AllowList
from codeeval_gym.sandboxes.dependencies.standard import is_standard, prefixes, standard_names

__all__ = ["explain_unknown"]

_LONGEST = 100
"""Characters of a name that are looked at: it comes from a program."""


def explain_unknown(
    module: str, language: str, allow_list: AllowList, requirements: Iterable[str] = ()
) -> str:
    """One line on a module that a program asked for and was not given.

    Args:
        module: As the program wrote it; any text.
        language: The program's language.
        allow_list: What could be declared.
        requirements: What the challenge did declare.

    Returns:
        Whether the allow-list knows it, if so under which name, and else the nearest known one.

    Raises:
        UnknownNameError: If there is no such language, or a requirement is not in the list.
    """
    module = module[:_LONGEST]
    *_, outermost = prefixes(module, language)
    package = allow_list.provider(module, language)
    if package is not None and package in allow_list.closure(requirements, language):
        return f"{module!r} is not in {package.title}."
    if package is not None:
        return (
            f"{module!r} belongs to the package {package.name!r}, "
            "which the challenge's requirements do not name."
        )
    if is_standard(module, language):
        return f"{module!r} belongs to the language, but this installation does not have it."
    for package in allow_list.packages.get(language, {}).values():
        if package.name.lower() == outermost.lower().replace("_", "-"):
            names = " or ".join(repr(name) for name in package.imports)
            return f"{module!r} is the name of a package; programs import it as {names}."
    return f"There is no module {module!r} here.{_nearest(outermost, language, allow_list)}"


def _nearest(name: str, language: str, allow_list: AllowList) -> str:
    known = set(standard_names(language))
    for package in allow_list.packages.get(language, {}).values():
        known |= {package.name, *package.imports}
    folded = {item.lower(): item for item in sorted(known)}
    near = difflib.get_close_matches(name.lower(), folded, n=1, cutoff=0.7)
    return f" The nearest known one is {folded[near[0]]!r}." if near else ""
