class Store:
    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.counts: dict[str, int] = {}
        self.changes: list[tuple[str, str | None]] = []  # a key and its value before
        self.opened: list[int] = []  # how many changes there were when each was opened

    def put(self, key: str, value: str | None) -> str | None:
        """Keep a value, or none; return what was there before."""
        before = self.values.pop(key, None)
        if before is not None:
            self.counts[before] -= 1
        if value is not None:
            self.values[key] = value
            self.counts[value] = self.counts.get(value, 0) + 1
        return before

    def change(self, key: str, value: str | None) -> None:
        self.changes.append((key, self.put(key, value)))

    def close(self, *, undo: bool) -> str | None:
        if not self.opened:
            return "no transaction"
        start = self.opened.pop()
        while undo and len(self.changes) > start:
            self.put(*self.changes.pop())
        return None


def transaction_store(commands: list[list[str]]) -> list[str]:
    store = Store()
    answers: list[str | None] = []
    for command in commands:
        match command:
            case ["set", key, value]:
                store.change(key, value)
            case ["unset", key]:
                store.change(key, None)
            case ["get", key]:
                answers.append(store.values.get(key, "none"))
            case ["count", value]:
                answers.append(str(store.counts.get(value, 0)))
            case ["begin"]:
                store.opened.append(len(store.changes))
            case [ending]:
                answers.append(store.close(undo=ending == "rollback"))
    return [answer for answer in answers if answer is not None]
