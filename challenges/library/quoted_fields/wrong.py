def quoted_fields(line: str) -> list[str]:
    fields = [""]
    inside = False
    place = 0
    while place < len(line):
        letter = line[place]
        if letter == "'" and inside and line.startswith("'", place + 1):
            fields[-1] += "'"
            place += 1
        elif letter == "'":
            inside = not inside
        elif letter == ";" and not inside:
            fields.append("")
        else:
            fields[-1] += letter
        place += 1
    return fields
