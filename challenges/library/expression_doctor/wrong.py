from collections.abc import Callable
from math import gcd

LIMIT = 9 * 10**15
ARGUMENTS = {"abs": 1, "gcd": 2, "min": None, "max": None}  # None: any number of them


class ReadingError(Exception):
    """A code and a place."""


class Calculator:
    """Reads and works out at once; a mistake of working out is kept until all is read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.mistake: list[int] = []

    def whole(self) -> int:
        value = self.sum()
        if self.next() != "":
            self.refuse()
        return value

    def next(self) -> str:
        """The next character that is no space; empty at the end."""
        while self.text[self.at : self.at + 1] == " ":
            self.at += 1
        return self.text[self.at : self.at + 1]

    def refuse(self) -> None:
        raise ReadingError(1, self.at + 1)

    def take(self, letter: str) -> None:
        if self.next() != letter:
            self.refuse()
        self.at += 1

    def sum(self) -> int:
        value = self.product()
        while (operator := self.next()) in ("+", "-"):
            self.at += 1
            place = self.at
            other = self.product()
            value = self.checked(value + other if operator == "+" else value - other, place)
        return value

    def product(self) -> int:
        value = self.power()
        while (operator := self.next()) in ("*", "/", "%"):
            self.at += 1
            place = self.at
            other = self.power()
            if operator == "*":
                value = self.checked(value * other, place)
            elif other == 0:
                value = self.fail(4, place)
            else:
                value = value // other if operator == "/" else value % other
        return value

    def signed(self) -> int:
        if self.next() == "-":
            self.at += 1
            return -self.signed()
        return self.single()

    def power(self) -> int:
        base = self.signed()
        if self.next() != "^":
            return base
        self.at += 1
        place = self.at
        exponent = self.power()
        if exponent < 0:
            return self.fail(4, place)
        # Sixty factors, or one more, are enough: for 0, 1 and -1 or to be beyond the limit.
        factors = exponent if exponent <= 60 else 60 + exponent % 2
        return self.checked(base**factors, place)

    def single(self) -> int:
        letter = self.next()
        start = self.at
        if letter == "(":
            self.at += 1
            value = self.sum()
            self.take(")")
            return value
        if letter.isdigit():
            return self.checked(int(self.run(str.isdigit)), start + 1)
        name = self.run(str.islower)
        if name == "":
            self.refuse()
        if name not in ARGUMENTS:
            raise ReadingError(2, start + 1)
        return self.call(name, start + 1)

    def run(self, belongs: Callable[[str], bool]) -> str:
        start = self.at
        while self.at < len(self.text) and belongs(self.text[self.at]):
            self.at += 1
        return self.text[start : self.at]

    def call(self, name: str, place: int) -> int:
        self.take("(")
        values = [self.sum()]
        while self.next() == ",":
            self.at += 1
            values.append(self.sum())
        self.take(")")
        if len(values) != (ARGUMENTS[name] or len(values)):
            raise ReadingError(3, place)
        if name == "abs":
            return abs(values[0])
        return {"gcd": gcd(*values), "min": min(values), "max": max(values)}[name]

    def checked(self, value: int, place: int) -> int:
        return value if abs(value) <= LIMIT else self.fail(5, place)

    def fail(self, code: int, place: int) -> int:
        """Note the first mistake, and go on with any number."""
        self.mistake = self.mistake or [code, place]
        return 1


def expression_doctor(text: str) -> list[int]:
    calculator = Calculator(text)
    try:
        value = calculator.whole()
    except ReadingError as error:
        return list(error.args)
    return calculator.mistake or [0, value]
