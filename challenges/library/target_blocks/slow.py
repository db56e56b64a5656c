def target_blocks(values: list[int], target: int, fee: int) -> int:
    costs = [0]
    for end in range(1, len(values) + 1):
        total = 0
        choices = []
        for start in range(end - 1, -1, -1):
            total += values[start]
            choices.append(costs[start] + (total - target) ** 2 + fee)
        costs.append(min(choices))
    return costs[-1]
