def shelf_misses(room: int, wishes: list[str]) -> int:
    misses = 0
    for place, book in enumerate(wishes):
        others: set[str] = set()
        before = place - 1
        while before >= 0 and wishes[before] != book:
            others.add(wishes[before])
            before -= 1
        # It is still there if fewer than `room` others were asked for since.
        misses += before < 0 or len(others) >= room
    return misses
