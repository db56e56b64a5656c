from collections import deque


def shelf_misses(room: int, wishes: list[str]) -> int:
    shelf: deque[str] = deque()
    misses = 0
    for book in wishes:
        if book not in shelf:
            misses += 1
            shelf.append(book)
            if len(shelf) > room:
                shelf.popleft()
    return misses
