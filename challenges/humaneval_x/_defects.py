"""What is wrong with upstream's data, as found by running every reference and an empty body."""

__all__ = ["DEFECTS", "UNSUPPORTED"]

UNSUPPORTED: dict[str, str] = {
    "humaneval-x/cpp/22": "takes a list of boost::any: plain data has no such type",
    "humaneval-x/cpp/137": "takes and returns boost::any: plain data has no such type",
}
"""Problems that are not loaded, by id, and the reason."""

DEFECTS: dict[str, str] = {}
"""Problems that are loaded although something is wrong with them upstream, and what."""
