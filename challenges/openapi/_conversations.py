"""Tests: conversations with the fake server, cut after each step."""

import random
from collections.abc import Iterator, Sequence

from codeeval_gym.challenges.openapi._contract import RAISE, RETURN, TRIES, Client, Received
from codeeval_gym.challenges.openapi._drawing import draw
from codeeval_gym.challenges.openapi._operations import Operation
from codeeval_gym.challenges.openapi._server import FakeServer
from codeeval_gym.types import CallTest, Compare
from codeeval_gym.values import Plain

__all__ = ["COMPARE", "draw_tests"]

COMPARE = "exchange"
"""The comparison of two actions: what HTTP does not tell apart is the same."""
_MAX_STEPS = 12
_REQUESTS = 5
_SECRETS = ("k-81fe", "s3cr3t/+=", "abc:def")
_MARKED = (1, 4)
"""Conversations whose texts hold every mark that has to be escaped."""
_UNDESCRIBED = (418, 500, 302)


def draw_tests(
    operation: Operation, seed: str
) -> tuple[tuple[CallTest, ...], tuple[CallTest, ...]]:
    """Draw the tests of an operation, the same ones for the same seed.

    Returns:
        Public and hidden tests.

    Raises:
        NotDrawableError: If there are no values that conform to its schemas.
        RefusedError: If the fake server refuses what the contract asks for.
        ConfigError: If a schema is malformed.
    """
    tests: dict[str, CallTest] = {}
    shown: dict[str, None] = {}
    for number, (items, faults, full) in enumerate(_plots(operation)):
        rng = random.Random(f"{seed}/{operation.name}/{number}")
        arguments = _arguments(operation, rng, full, marked=number in _MARKED)
        for test in _conversation(operation, arguments, rng, items, faults):
            key = repr(test.args)
            tests.setdefault(key, test)
            if number == 0:
                shown[key] = None
    public = tuple(tests[key] for key in shown)
    return public, tuple(test for key, test in tests.items() if key not in shown)


def _plots(operation: Operation) -> Iterator[tuple[int, tuple[int | None, ...], bool | None]]:
    """How many items the server holds, which requests fail and how, which arguments are given."""
    yield 3, (), None
    yield 5, (), True
    yield 0, (), False
    for number in range(_REQUESTS):
        yield 1 + number % 2, (), (None, True, None, False, None)[number]
    for reply in operation.failures:
        retried = reply.status in operation.retried
        yield 3, (reply.status,) * (TRIES + 1 if retried else 1), True
        if retried:
            yield 3, (reply.status, reply.status, None), None
    described = {reply.status for reply in operation.replies}
    for status in _UNDESCRIBED:
        if status not in described:
            yield 3, (status,), None
    if operation.pagination is not None:
        failing = next((r.status for r in operation.failures), 500)
        yield 5, (None, *[failing] * (TRIES + 1 if failing in operation.retried else 1)), None
        for status in operation.retried[:1]:
            yield 5, (status, status, None, status), None


def _conversation(
    operation: Operation,
    arguments: dict[str, Plain],
    rng: random.Random,
    items: int,
    faults: Sequence[int | None],
) -> Iterator[CallTest]:
    client = Client(operation, arguments)
    server = FakeServer(operation, rng, items, faults)
    replies: list[Received] = []
    for _ in range(_MAX_STEPS):
        action = client.act(replies)
        args = (*arguments.values(), list(replies))
        yield CallTest(args, action, Compare(COMPARE), origin="openapi")
        if action[0] in (RETURN, RAISE):
            return
        replies.append(server.answer(action))


def _arguments(
    operation: Operation, rng: random.Random, full: bool | None, *, marked: bool
) -> dict[str, Plain]:
    """Arguments for one call, by name, in order."""
    drawn: dict[str, Plain] = {}
    for parameter in operation.parameters:
        value = draw(parameter.schema, rng, full=full, marked=marked)
        while value is None or value == "":
            value = draw(parameter.schema, rng, full=full)
        drawn[parameter.argument.name] = value
    body = operation.body
    for field, argument in body.fields if body else ():
        drawn[argument.name] = draw(field.schema, rng, full=full)
    if body is not None and body.whole is not None:
        drawn[body.whole.name] = draw(body.schema, rng, full=full)
    for credential in operation.credentials:
        drawn |= {argument.name: rng.choice(_SECRETS) for argument in credential.arguments}
    given = {None: 0.6, True: 1.0, False: 0.0}[full]
    return {
        argument.name: drawn[argument.name] if argument.required or rng.random() < given else None
        for argument in operation.arguments
    }
