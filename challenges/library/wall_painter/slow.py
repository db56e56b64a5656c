def wall_painter(length: int, commands: list[list[int]]) -> list[int]:
    # Only places named by a command matter: between two of them the colour never changes.
    ends = {0, length} | {x for kind, *rest in commands if kind == 0 for x in rest[:2]}
    places = sorted(ends)
    colours = [0] * (len(places) - 1)
    answers = []
    for kind, *rest in commands:
        if kind == 0:
            for part, place in enumerate(places[:-1]):
                if rest[0] <= place < rest[1]:
                    colours[part] = rest[2]
        elif kind == 1:
            parts = zip(places, places[1:], colours, strict=False)
            answers.append(sum(end - start for start, end, colour in parts if colour == rest[0]))
        else:
            first = last = max(part for part in range(len(colours)) if places[part] <= rest[0])
            while first > 0 and colours[first - 1] == colours[last]:
                first -= 1
            while last + 1 < len(colours) and colours[last + 1] == colours[first]:
                last += 1
            answers.append(places[last + 1] - places[first])
    return answers
