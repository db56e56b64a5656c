from collections import deque


def card_pile(moves: list[list[int]]) -> list[int]:
    pile: deque[int] = deque()
    taken = []
    for kind, number in moves:
        if kind == 1:
            pile.append(number)
        elif kind == 2:
            pile.appendleft(number)
        elif not pile:
            taken.append(-1)
        else:
            take = pile.pop if kind == 3 else pile.popleft
            taken += [take() for _ in range(min(number, len(pile)))]
    return taken
