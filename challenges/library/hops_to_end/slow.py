def hops_to_end(arrows: list[int], start: int) -> int:
    walked = [start]
    while arrows[walked[-1]] != -1:
        after = arrows[walked[-1]]
        if after in walked:
            return -1
        walked.append(after)
    return len(walked) - 1
