from itertools import accumulate, pairwise


class Lines:
    """Straight lines; asks for the lowest of them at one of some places (a Li Chao tree)."""

    def __init__(self, places: list[int]) -> None:
        self.places = sorted(set(places))
        self.lines: dict[int, tuple[int, int]] = {}  # by the node of the tree: slope and height

    def add(self, slope: int, height: int) -> None:
        node, low, high = 1, 0, len(self.places) - 1
        while node in self.lines:
            middle = (low + high) // 2
            old = self.lines[node]
            place = self.places[middle]
            if slope * place + height < old[0] * place + old[1]:
                self.lines[node] = slope, height
                slope, height = old
            # The line that is higher in the middle can only be lower on one side.
            kept, _ = self.lines[node]
            if low == high:
                return
            if slope > kept:
                node, high = 2 * node, middle
            else:
                node, low = 2 * node + 1, middle + 1
        self.lines[node] = slope, height

    def lowest(self, place: int) -> int:
        heights = []
        node, low, high = 1, 0, len(self.places) - 1
        while node in self.lines:
            slope, height = self.lines[node]
            heights.append(slope * place + height)
            middle = (low + high) // 2
            if low == high:
                break
            if place <= self.places[middle]:
                node, high = 2 * node, middle
            else:
                node, low = 2 * node + 1, middle + 1
        return min(heights)


def target_blocks(values: list[int], target: int, fee: int) -> int:
    # A block from sum s to sum t costs (t - target - s)^2 + fee: at the place t - target that is a
    # line with slope -2 s, apart from the square of the place.
    sums = list(accumulate(values, initial=0))
    lines = Lines([total - target for total in sums])
    cost = 0
    for before, total in pairwise(sums):
        lines.add(-2 * before, cost + before * before)
        place = total - target
        cost = lines.lowest(place) + place * place + fee
    return cost
