def log_cutting(length: int, marks: list[int]) -> list[int]:
    def plan(left: int, inner: list[int], right: int) -> tuple[int, list[int]]:
        if not inner:
            return 0, []
        mark = min(inner, key=lambda each: (max(each - left, right - each), each))
        at = inner.index(mark)
        left_cost, left_plan = plan(left, inner[:at], mark)
        right_cost, right_plan = plan(mark, inner[at + 1 :], right)
        longer = max(mark - left, right - mark)
        return longer + left_cost + right_cost, [mark, *left_plan, *right_plan]

    cost, marks_in_order = plan(0, sorted(marks), length)
    return [cost, *marks_in_order]
