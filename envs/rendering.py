"""An episode as coloured text for a terminal, safe to print."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache
from io import StringIO
from typing import Any

from rich.console import Console
from rich.text import Text

from codeeval_gym.envs.episode import Episode
from codeeval_gym.types import CallTest, Challenge, StdioTest, TestResult, Verdict

__all__ = ["printable", "render", "show"]

_PROGRAM_LINES = 60
_DIFFERENCES = 3
"""Public tests that did not pass and are shown with what they got."""
_VALUE_LINES = 8
_WIDTH = 200
_RIGHT, _WRONG, _FAINT = "green", "red", "dim"


def render(episode: Episode) -> str:
    """Show the challenge, the last program, its verdict, its reward, public tests and the feedback.

    Args:
        episode: The episode to show; its challenge's hidden tests are not.

    Returns:
        Printable text and the colours' escape sequences: control characters, which a hostile
        program could move the cursor with, and lone surrogates, which cannot be printed, are
        escaped.
    """
    console = _console()
    with console.capture() as written:
        console.print(_text(episode), soft_wrap=True)
    return written.get()


def show(episode: Episode) -> None:
    """Print what :func:`render` gives to standard output; with colours if that is a terminal."""
    Console().print(_text(episode), soft_wrap=True)


@cache  # making one costs more than rendering
def _console() -> Console:
    return Console(file=StringIO(), force_terminal=True, color_system="standard", no_color=False)


def _text(episode: Episode) -> Text:
    challenge, turn, turns = episode.challenge, episode.turn, episode.rules.max_turns
    title = f"{challenge.title} ({challenge.id}, {challenge.category}, tier {challenge.tier})"
    parts = [_styled(title, "bold"), _plain(f"turn {turn} of {turns}"), _plain("")]
    parts.append(_plain(challenge.prompt.strip()))
    if episode.program:
        parts += [_plain(""), _plain("program:"), _indented(episode.program)]
    if episode.evaluation is not None:
        verdict = episode.evaluation.verdict
        colour = _RIGHT if verdict is Verdict.ACCEPTED else _WRONG
        parts += [_plain(""), _plain("verdict: ") + _styled(verdict, colour)]
    if episode.reward is not None:
        parts.append(_plain(_reward_line(episode)))
    parts += _differences(episode)
    if episode.feedback:
        parts += [_plain(""), _plain("feedback:"), _indented(episode.feedback)]
    return Text("\n").join(parts)


def _reward_line(episode: Episode) -> str:
    assert episode.reward is not None
    reward = episode.reward
    terms = " + ".join(
        f"{reward.weights[name]:.3f} * {name} {score:.3f}"
        for name, score in reward.terms.items()
        if score is not None
    )
    when = "reward" if episode.over else "on public tests"
    return f"{when}: {reward.total:.3f} = {terms or '0'}"


def _differences(episode: Episode) -> Iterator[Text]:
    """The first public tests that did not pass, with what was expected and what came."""
    evaluation, shown = episode.evaluation, 0
    if evaluation is None or evaluation.tests is None:
        return
    public = evaluation.tests.select(public=True)
    for test, result in zip(episode.challenge.public_tests, public, strict=True):
        if result.verdict is Verdict.ACCEPTED or shown == _DIFFERENCES:
            continue
        shown += 1
        yield _plain("")
        yield _plain(f"{result.name}: {_asked(episode.challenge, test)}")
        yield from _difference(test, result)


def _asked(challenge: Challenge, test: object) -> str:
    if isinstance(test, CallTest) and challenge.signature is not None:
        arguments = ", ".join(map(repr, test.args))
        return f"{challenge.signature.name}({arguments})"[:_WIDTH]
    if isinstance(test, StdioTest):
        return f"{test.stdin!r} on standard input"[:_WIDTH]
    return "test code"


def _difference(test: object, result: TestResult) -> Iterator[Text]:
    ended = result.verdict is not Verdict.WRONG_ANSWER
    if ended or not isinstance(test, CallTest | StdioTest):
        if result.error:
            yield _styled(f"    {_cut(result.error)}", _WRONG)
        if not isinstance(test, CallTest | StdioTest):
            return
    expected = _lines(result.expected, test)
    got = [] if ended else _lines(result.got, test)
    for place in range(max(len(expected), len(got))):
        one = expected[place] if place < len(expected) else None
        other = got[place] if place < len(got) else None
        if one == other:
            yield _styled(f"      {one}", _FAINT)
            continue
        if one is not None:
            yield _marked("    - ", one, other or "", _RIGHT)
        if other is not None:
            yield _marked("    + ", other, one or "", _WRONG)


def _marked(sign: str, line: str, other: str, colour: str) -> Text:
    """The line, with the parts that the other one lacks in reverse."""
    text = _styled(sign, colour)
    for tag, start, end, _, _ in SequenceMatcher(None, line, other, autojunk=False).get_opcodes():
        style = colour if tag == "equal" or not other else f"reverse {colour}"
        text += _styled(line[start:end], style)
    return text


def _lines(value: Any, test: CallTest | StdioTest) -> list[str]:
    text = value if isinstance(test, StdioTest) and isinstance(value, str) else repr(value)
    lines = text[: _WIDTH * _VALUE_LINES].splitlines() or [""]
    return [_cut(line) for line in lines[:_VALUE_LINES]]


def _cut(line: str) -> str:
    return line if len(line) <= _WIDTH else f"{line[:_WIDTH]}…"


def _indented(text: str) -> Text:
    lines = text.splitlines()
    hidden = len(lines) - _PROGRAM_LINES
    if hidden > 0:
        lines = [*lines[:_PROGRAM_LINES], f"… {hidden} more lines"]
    return _plain("\n".join(f"    {line[:_WIDTH]}" for line in lines))


def _plain(text: str) -> Text:
    return Text(printable(text))


def _styled(text: str, style: str) -> Text:
    return Text(printable(text), style)


def printable(text: str) -> str:
    """Escape control characters, line breaks aside, and lone surrogates."""
    return "".join(
        character
        if character.isprintable() or character == "\n"
        else character.encode("unicode_escape", "surrogatepass").decode("ascii")
        for character in text
    )
