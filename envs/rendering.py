"""An episode as text for a terminal."""

from codeeval_gym.envs.episode import Episode

__all__ = ["render"]

_PROGRAM_LINES = 60


def render(episode: Episode) -> str:
    """Show the challenge, the last program, its verdict, its reward and the feedback.

    Args:
        episode: The episode to show; its challenge's hidden tests are not.

    Returns:
        Printable text: control characters, which a hostile program could move the cursor with,
        and lone surrogates, which cannot be printed, are escaped.
    """
    challenge, turn, turns = episode.challenge, episode.turn, episode.rules.max_turns
    title = f"{challenge.title} ({challenge.id}, {challenge.category}, tier {challenge.tier})"
    parts = [title, f"turn {turn} of {turns}", "", challenge.prompt.strip()]
    if episode.program:
        parts += ["", "program:", _indent(episode.program)]
    if episode.evaluation is not None:
        parts += ["", f"verdict: {episode.evaluation.verdict}"]
    if episode.reward is not None:
        parts.append(_reward_line(episode))
    if episode.feedback:
        parts += ["", "feedback:", _indent(episode.feedback)]
    return _printable("\n".join(parts) + "\n")


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


def _indent(text: str) -> str:
    lines = text.splitlines()
    hidden = len(lines) - _PROGRAM_LINES
    if hidden > 0:
        lines = [*lines[:_PROGRAM_LINES], f"… {hidden} more lines"]
    return "\n".join(f"    {line[:200]}" for line in lines)


def _printable(text: str) -> str:
    return "".join(
        character
        if character.isprintable() or character == "\n"
        else character.encode("unicode_escape", "surrogatepass").decode("ascii")
        for character in text
    )
