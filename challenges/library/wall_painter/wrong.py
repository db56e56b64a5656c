def wall_painter(length: int, commands: list[list[int]]) -> list[int]:
    stripes: list[tuple[int, int, int]] = [(0, length, 0)]
    answers = []
    for kind, *rest in commands:
        if kind == 0:
            start, end, colour = rest
            if start == end:
                continue
            cut = []
            for left, right, old in stripes:
                if left < start < right:
                    cut.append((left, start, old))
                elif left < end < right:
                    cut.append((end, right, old))
                elif not (start <= left and right <= end):
                    cut.append((left, right, old))
            stripes = sorted([*cut, (start, end, colour)])
        elif kind == 1:
            answers.append(sum(right - left for left, right, old in stripes if old == rest[0]))
        else:
            answers.append(_stretch(stripes, rest[0]))
    return answers


def _stretch(stripes: list[tuple[int, int, int]], place: int) -> int:
    at = next((i for i, (left, right, _) in enumerate(stripes) if left <= place < right), -1)
    if at < 0:
        return 0
    first = last = at
    while first > 0 and stripes[first - 1][2] == stripes[at][2]:
        first -= 1
    while last + 1 < len(stripes) and stripes[last + 1][2] == stripes[at][2]:
        last += 1
    return stripes[last][1] - stripes[first][0]
