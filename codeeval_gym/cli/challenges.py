"""``codeeval-gym challenges``: look at, check, import and make challenges."""

import typer

__all__ = ["challenges_app"]

challenges_app = typer.Typer(
    name="challenges",
    help="Look at, check, import and make challenges.",
    no_args_is_help=True,
    add_completion=False,
)


@challenges_app.callback()
def _options() -> None:
    """Look at, check, import and make challenges."""
