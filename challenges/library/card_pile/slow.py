def card_pile(moves: list[list[int]]) -> list[int]:
    pile: list[int] = []
    taken: list[int] = []
    for kind, number in moves:
        if kind == 1:
            pile = [*pile, number]
        elif kind == 2:
            pile = [number, *pile]
        for _ in range(number if kind > 2 else 0):
            place = len(pile) - 1 if kind == 3 else 0
            taken += pile[place : place + 1] or [-1]
            pile = pile[:place] + pile[place + 1 :] if pile else []
    return taken
