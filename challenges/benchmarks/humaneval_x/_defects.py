"""What is wrong with upstream's data, as found by running every reference and an empty body."""

__all__ = ["DEFECTS", "UNSUPPORTED", "repaired"]

UNSUPPORTED: dict[str, str] = {
    "humaneval-x/cpp/22": "takes a list of boost::any: plain data has no such type",
    "humaneval-x/cpp/23": (
        "its function overloads the C library's strlen, so its name alone does not mean it;"
        " upstream's own tests call the library's"
    ),
    "humaneval-x/cpp/137": "takes and returns boost::any: plain data has no such type",
    "humaneval-x/cpp/162": "includes OpenSSL's headers, and its reference links its library",
}
"""Problems that are not loaded, by id, and the reason."""

DEFECTS: dict[str, str] = {
    "humaneval-x/cpp/33": "three of its checks compare the answer with itself: they are left out",
    "humaneval-x/javascript/71": "its reference returns text for a number: repaired",
    "humaneval-x/javascript/87": (
        "its reference and its tests write pairs as (a, b), which is b: repaired to [a, b]"
    ),
    "humaneval-x/javascript/112": "its reference returns (a, b), which is b: repaired to [a, b]",
    "humaneval-x/javascript/155": (
        "its reference finds no even digit in 0, where its tests expect one: repaired"
    ),
    "humaneval-x/javascript/162": (
        "its reference needs the npm package js-md5: repaired to what Node.js itself has"
    ),
    "humaneval-x/rust/2": "two of its checks bound the answer on one side only: both are bounded",
    "humaneval-x/rust/4": "its checks bound the answer on one side only: both are bounded",
    "humaneval-x/rust/10": (
        "its declaration opens a helper, not the function that is tested: the starter goes on to it"
    ),
}
"""Problems that are loaded although something is wrong with them upstream, by id, and what."""

_REPAIRS: dict[str, tuple[tuple[str, str], ...]] = {
    "humaneval-x/javascript/71": (("area = area.toFixed(2)", "area = Number(area.toFixed(2))"),),
    "humaneval-x/javascript/87": (("t.push((i, j))", "t.push([i, j])"),),
    "humaneval-x/javascript/112": (
        ("return (z, false)", "return [t, false]"),
        ("return (z, true)", "return [t, true]"),
    ),
    "humaneval-x/javascript/155": (("let e = 0\n", "let e = num == 0 ? 1 : 0\n"),),
    "humaneval-x/javascript/162": (
        (
            "var md5 = require('js-md5')",
            "var md5 = (text) => require('crypto').createHash('md5').update(text).digest('hex')",
        ),
    ),
}


def repaired(name: str, solution: str) -> str:
    """Upstream's solution of a problem, repaired where :data:`DEFECTS` says so.

    Args:
        name: The challenge's id.
        solution: Upstream's; a text that is not as it was found is left as it is.
    """
    for wrong, right in _REPAIRS.get(name, ()):
        solution = solution.replace(wrong, right)
    return solution
