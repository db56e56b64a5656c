def undo_redo(edits: list[str]) -> list[str]:
    words: list[str] = []
    undone: list[str] = []
    for edit in edits:
        if edit == "undo":
            if words:
                undone.append(words.pop())
        elif edit == "redo":
            if undone:
                words.append(undone.pop())
        else:
            words.append(edit)
    return words
