def parity_camps(people: int, claims: list[list[int]]) -> list[int]:
    accepted: list[list[int]] = []
    rejected = []
    for index, claim in enumerate(claims):
        if _consistent([*accepted, claim]):
            accepted.append(claim)
        else:
            rejected.append(index)
    return rejected


def _consistent(claims: list[list[int]]) -> bool:
    camp: dict[int, int] = {}
    for first, _, _ in claims:
        if first in camp:
            continue
        camp[first] = 0
        waiting = [first]
        while waiting:
            person = waiting.pop()
            for one, other, difference in claims:
                for near, far in ((one, other), (other, one)):
                    if near == person and far not in camp:
                        camp[far] = camp[near] ^ difference
                        waiting.append(far)
    return all(camp[one] ^ camp[other] == difference for one, other, difference in claims)
