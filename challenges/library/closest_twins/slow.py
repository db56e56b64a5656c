def closest_twins(labels: list[str]) -> int:
    distances = [
        right - left
        for right in range(len(labels))
        for left in range(right)
        if labels[left] == labels[right]
    ]
    return min(distances, default=-1)
