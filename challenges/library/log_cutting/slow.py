from functools import cache


def log_cutting(length: int, marks: list[int]) -> list[int]:
    @cache
    def best(left: int, inner: tuple[int, ...], right: int) -> tuple[int, tuple[int, ...]]:
        """The least cost and the first plan of a piece, whole plans compared with each other."""
        if not inner:
            return 0, ()
        choices = []
        for at, mark in enumerate(inner):
            left_cost, left_plan = best(left, inner[:at], mark)
            right_cost, right_plan = best(mark, inner[at + 1 :], right)
            cost = max(mark - left, right - mark) + left_cost + right_cost
            choices.append((cost, (mark, *left_plan, *right_plan)))
        return min(choices)

    cost, plan = best(0, tuple(sorted(marks)), length)
    return [cost, *plan]
