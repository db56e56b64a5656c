"""The command ``codeeval-gym``."""

import sys

from codeeval_gym.errors import CodeEvalError

__all__ = ["main"]

_CALLERS_MISTAKE = 2
_FAILURE = 1


def main() -> None:
    """Run the command line. It exits with 2 for a caller's mistake, with 1 for every other."""
    from codeeval_gym.cli.app import app  # parsing needs typer; importing the package does not

    try:
        app()
    except (ValueError, TypeError, FileNotFoundError) as error:
        sys.exit(_say(error, _CALLERS_MISTAKE))
    except (CodeEvalError, ImportError) as error:
        sys.exit(_say(error, _FAILURE))


def _say(error: Exception, code: int) -> int:
    print(f"codeeval-gym: {error}", file=sys.stderr)
    return code
