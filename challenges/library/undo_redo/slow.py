def undo_redo(edits: list[str]) -> list[str]:
    history: list[list[str]] = [[]]
    now = 0
    for edit in edits:
        if edit == "undo":
            now = max(0, now - 1)
        elif edit == "redo":
            now = min(len(history) - 1, now + 1)
        else:
            history = [list(state) for state in history[: now + 1]]  # a copy of each state
            history.append([*history[now], edit])
            now += 1
    return history[now]
