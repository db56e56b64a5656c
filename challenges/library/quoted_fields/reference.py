def quoted_fields(line: str) -> list[str]:
    fields = []
    place = 0
    while True:
        quoted = line.startswith("'", place)
        if quoted:
            end = _closing_quote(line, place + 1)
            fields.append(line[place + 1 : end].replace("''", "'"))
            end += 1
        else:
            end = line.find(";", place)
            end = len(line) if end < 0 else end
            fields.append(line[place:end])
        if end >= len(line):
            return fields
        place = end + 1


def _closing_quote(line: str, place: int) -> int:
    end = line.index("'", place)
    while line.startswith("'", end + 1):
        end = line.index("'", end + 2)
    return end
