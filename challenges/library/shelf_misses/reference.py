from collections import OrderedDict


def shelf_misses(room: int, wishes: list[str]) -> int:
    shelf: OrderedDict[str, None] = OrderedDict()
    misses = 0
    for book in wishes:
        if book not in shelf:
            misses += 1
        shelf[book] = None
        shelf.move_to_end(book)
        if len(shelf) > room:
            shelf.popitem(last=False)
    return misses
