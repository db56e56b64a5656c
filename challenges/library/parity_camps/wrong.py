def parity_camps(people: int, claims: list[list[int]]) -> list[int]:
    known: dict[tuple[int, int], int] = {(person, person): 0 for person in range(people)}
    rejected = []
    for index, (one, other, difference) in enumerate(claims):
        pair = (min(one, other), max(one, other))
        if known.setdefault(pair, difference) != difference:
            rejected.append(index)
    return rejected
