def switch_panel(switches: int, rules: list[list[int]]) -> list[int]:
    known: list[list[int]] = list(rules)
    if not _can_be_kept(switches, known):
        return []
    setting = []
    for switch in range(1, switches + 1):
        off = [*known, [-switch, -switch]]
        if _can_be_kept(switches, off):
            known = off
            setting.append(0)
        else:
            known = [*known, [switch, switch]]
            setting.append(1)
    return setting


def _can_be_kept(switches: int, rules: list[list[int]]) -> bool:
    """Whether no wish forces its opposite and is forced by it."""
    wishes = [*range(-switches, 0), *range(1, switches + 1)]
    following: dict[int, set[int]] = {wish: {wish} for wish in wishes}
    for one, other in rules:
        following[-one].add(other)
        following[-other].add(one)
    for middle in wishes:
        for wish in wishes:
            if middle in following[wish]:
                following[wish] |= following[middle]
    return not any(-wish in following[wish] and wish in following[-wish] for wish in wishes)
