from collections import deque


def card_pile(moves: list[list[int]]) -> list[int]:
    pile: deque[int] = deque()
    taken = []
    for kind, number in moves:
        if kind == 1:
            pile.append(number)
        elif kind == 2:
            pile.appendleft(number)
        else:
            for _ in range(number):
                if not pile:
                    taken.append(-1)
                else:
                    taken.append(pile.pop() if kind == 3 else pile.popleft())
    return taken
