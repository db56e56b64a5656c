import re


def sum_durations(text: str) -> int:
    parts = {unit: int(number) for number, unit in re.findall(r"(\d+)([dhms])", text)}
    seconds = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
    return sum(number * seconds[unit] for unit, number in parts.items())
