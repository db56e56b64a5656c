def parity_camps(people: int, claims: list[list[int]]) -> list[int]:
    leader = list(range(people))
    differs = [0] * people  # whether somebody is in another camp than their leader
    rejected = []
    for index, (one, other, difference) in enumerate(claims):
        one_leader, one_differs = _find(one, leader, differs)
        other_leader, other_differs = _find(other, leader, differs)
        between = one_differs ^ other_differs ^ difference
        if one_leader != other_leader:
            leader[one_leader] = other_leader
            differs[one_leader] = between
        elif between:
            rejected.append(index)
    return rejected


def _find(person: int, leader: list[int], differs: list[int]) -> tuple[int, int]:
    """The last leader, and whether the person is in another camp; shortens the way there."""
    way = []
    while leader[person] != person:
        way.append(person)
        person = leader[person]
    parity = 0
    for each in reversed(way):
        parity ^= differs[each]
        leader[each], differs[each] = person, parity
    return person, parity
