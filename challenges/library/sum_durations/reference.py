SECONDS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}


def sum_durations(text: str) -> int:
    total = 0
    number = 0
    for letter in text:
        if letter in SECONDS:
            total += number * SECONDS[letter]
            number = 0
        else:
            number = number * 10 + int(letter)
    return total
