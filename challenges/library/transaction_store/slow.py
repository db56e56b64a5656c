def transaction_store(commands: list[list[str]]) -> list[str]:
    values: dict[str, str] = {}
    before: list[dict[str, str]] = []  # the whole store as it was at each begin
    answers = []
    for name, *rest in commands:
        if name == "set":
            values[rest[0]] = rest[1]
        elif name == "unset":
            values.pop(rest[0], None)
        elif name == "get":
            answers.append(values.get(rest[0], "none"))
        elif name == "count":
            answers.append(str(list(values.values()).count(rest[0])))
        elif name == "begin":
            before.append(dict(values))
        elif not before:
            answers.append("no transaction")
        elif name == "rollback":
            values = before.pop()
        else:
            before.pop()
    return answers
