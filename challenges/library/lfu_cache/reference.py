import heapq


class Cache:
    def __init__(self, capacity: int, cap: int) -> None:
        self.capacity = capacity
        self.cap = cap
        self.values: dict[int, int] = {}
        self.uses: dict[int, tuple[int, int]] = {}  # by key: the counter, and when it was last used
        self.order: list[tuple[int, int, int]] = []  # counter, time and key; some are out of date
        self.clock = 0

    def use(self, key: int) -> None:
        counter, _ = self.uses.get(key, (0, 0))
        self.clock += 1
        self.uses[key] = (min(counter + 1, self.cap), self.clock)
        heapq.heappush(self.order, (*self.uses[key], key))

    def read(self, key: int) -> int:
        if key not in self.values:
            return -1
        self.use(key)
        return self.values[key]

    def write(self, key: int, value: int) -> None:
        if self.capacity == 0:
            return
        if key not in self.values and len(self.values) == self.capacity:
            self.forget()
        self.values[key] = value
        self.use(key)

    def forget(self) -> None:
        while True:
            counter, time, key = heapq.heappop(self.order)
            if self.uses.get(key) == (counter, time):
                self.remove(key)
                return

    def remove(self, key: int) -> int:
        self.values.pop(key, None)
        return self.uses.pop(key, (0, 0))[0]


def lfu_cache(capacity: int, cap: int, commands: list[list[int]]) -> list[int]:
    cache = Cache(capacity, cap)
    answers = []
    for command in commands:
        match command:
            case [0, key]:
                answers.append(cache.read(key))
            case [1, key, value]:
                cache.write(key, value)
            case [_, key]:
                answers.append(cache.remove(key))
    return answers
