def transaction_store(commands: list[list[str]]) -> list[str]:
    values: dict[str, str] = {}
    open_changes: list[dict[str, str | None]] = []
    answers = []
    for name, *rest in commands:
        if name in ("set", "unset"):
            if open_changes:
                open_changes[-1].setdefault(rest[0], values.get(rest[0]))
            values.pop(rest[0], None)
            if name == "set":
                values[rest[0]] = rest[1]
        elif name == "get":
            answers.append(values.get(rest[0], "none"))
        elif name == "count":
            answers.append(str(sum(value == rest[0] for value in values.values())))
        elif name == "begin":
            open_changes.append({})
        elif not open_changes:
            answers.append("no transaction")
        elif name == "commit":
            open_changes.pop()
        else:
            for key, value in open_changes.pop().items():
                values.pop(key, None)
                if value is not None:
                    values[key] = value
    return answers
