from collections import defaultdict


def twin_branches(parents: list[int], labels: str) -> list[int]:
    children: list[list[int]] = [[] for _ in parents]
    for node, parent in enumerate(parents):
        if parent >= 0:
            children[parent].append(node)
    order = [parents.index(-1)]
    for node in order:  # grows while it is walked through: parents before children
        order.extend(children[node])

    kinds: dict[tuple[str, tuple[int, ...]], int] = {}  # letter and kinds below, to a number
    kind = [0] * len(parents)
    size = [1] * len(parents)
    roots: dict[int, list[int]] = defaultdict(list)
    for node in reversed(order):
        below = tuple(sorted(kind[child] for child in children[node]))
        kind[node] = kinds.setdefault((labels[node], below), len(kinds))
        size[node] += sum(size[child] for child in children[node])
        roots[kind[node]].append(node)
    twins = [sorted(nodes) for nodes in roots.values() if len(nodes) > 1]
    return max(twins, key=lambda nodes: (size[nodes[0]], len(nodes), -nodes[0]), default=[])
