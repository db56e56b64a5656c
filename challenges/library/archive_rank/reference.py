BITS = 30  # the numbers are less than 2 ** BITS
Tree = tuple | None
"""How many numbers there are, and the trees of the smaller and larger halves; None is empty."""


def _size(tree: Tree) -> int:
    return tree[0] if tree else 0


def _changed(tree: Tree, number: int, difference: int, bit: int = BITS - 1) -> Tree:
    """A tree that shares all but one way down with the old one."""
    size = _size(tree) + difference
    if bit < 0:
        return (size, None, None)
    low, high = tree[1:] if tree else (None, None)
    if number >> bit & 1:
        return (size, low, _changed(high, number, difference, bit - 1))
    return (size, _changed(low, number, difference, bit - 1), high)


def _less(tree: Tree, number: int) -> tuple[int, int]:
    """How many numbers are less, and how many equal."""
    less = 0
    for bit in range(BITS - 1, -1, -1):
        if tree is None:
            break
        _, low, high = tree
        if number >> bit & 1:
            less += _size(low)
            tree = high
        else:
            tree = low
    return less, _size(tree)


def _at(tree: Tree, place: int) -> int:
    if place > _size(tree):
        return -1
    number = 0
    for _ in range(BITS):
        _, low, high = tree
        number *= 2
        if place > _size(low):
            place -= _size(low)
            number += 1
            tree = high
        else:
            tree = low
    return number


def archive_rank(commands: list[list[int]]) -> list[int]:
    versions: list[Tree] = [None]
    answers = []
    for kind, version, number in commands:
        tree = versions[version]
        if kind == 0:
            versions.append(_changed(tree, number, 1))
        elif kind == 1:
            _, equal = _less(tree, number)
            versions.append(_changed(tree, number, -1) if equal else tree)
        elif kind == 2:
            answers.append(_at(tree, number))
        else:
            answers.append(_less(tree, number)[0])
    return answers
