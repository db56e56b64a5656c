def twin_branches(parents: list[int], labels: str) -> list[int]:
    count = len(parents)
    depth = [0] * count
    for node in range(count):
        above = parents[node]
        while above >= 0:
            depth[node] += 1
            above = parents[above]
    # Each branch written down in full, its parts in alphabetical order.
    written = [""] * count
    for node in sorted(range(count), key=lambda each: -depth[each]):
        parts = sorted(written[child] for child in range(count) if parents[child] == node)
        written[node] = "(" + labels[node] + "".join(parts) + ")"
    best: tuple[int, int, int] = (0, 0, 0)
    answer: list[int] = []
    for node in range(count):
        twins = [other for other in range(count) if written[other] == written[node]]
        rank = (len(written[node]), len(twins), -twins[0])
        if len(twins) > 1 and rank > best:
            best, answer = rank, twins
    return answer
