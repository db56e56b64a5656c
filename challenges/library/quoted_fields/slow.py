def quoted_fields(line: str) -> list[str]:
    fields: list[str] = []
    rest = line
    while True:
        field = ""
        if rest.startswith("'"):
            rest = rest[1:]
            while rest.startswith("''") or not rest.startswith("'"):
                field += rest[0]
                rest = rest[2:] if rest.startswith("''") else rest[1:]
            rest = rest[1:]
        else:
            field = rest.split(";")[0]
            rest = rest[len(field) :]
        fields.append(field)
        if not rest:
            return fields
        rest = rest[1:]
