def twin_branches(parents: list[int], labels: str) -> list[int]:
    children: list[list[int]] = [[] for _ in parents]
    for node, parent in enumerate(parents):
        if parent >= 0:
            children[parent].append(node)
    order = [parents.index(-1)]
    for node in order:
        order.extend(children[node])
    written = [""] * len(parents)
    for node in reversed(order):
        written[node] = f"({labels[node]}{''.join(written[child] for child in children[node])})"
    groups: dict[str, list[int]] = {}
    for node, text in enumerate(written):
        groups.setdefault(text, []).append(node)
    twins = {text: nodes for text, nodes in groups.items() if len(nodes) > 1}
    best = max(twins, key=lambda text: (len(text), len(twins[text])), default="")
    return twins.get(best, [])
