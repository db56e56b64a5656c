def nth_letter(pattern: str, position: int) -> str:
    closing, body = {}, {}  # for each opening parenthesis: where it ends, what it holds
    opened: list[int] = []
    lengths = [0]
    number = 0
    numbers = {}
    for index, letter in enumerate(pattern):
        if letter.isdigit():
            number = 10 * number + int(letter)
        elif letter == "(":
            numbers[index] = number
            number = 0
            opened.append(index)
            lengths.append(0)
        elif letter == ")":
            start = opened.pop()
            closing[start], body[start] = index, lengths.pop()
            lengths[-1] += numbers[start] * body[start]
        else:
            lengths[-1] += 1
    if position < 0:
        position += lengths[0] + 1
    if not 1 <= position <= lengths[0]:
        return ""
    left, index = position - 1, 0  # letters still to pass
    while True:
        letter = pattern[index]
        if letter == "(":
            if left < numbers[index] * body[index]:
                left %= body[index]  # inside, where the end is never reached
            else:
                left -= numbers[index] * body[index]
                index = closing[index]
        elif letter.isalpha():
            if left == 0:
                return letter
            left -= 1
        index += 1
