"""The fake server answers what its description allows, and refuses the rest."""

import json
import random
from typing import Any

import pytest

from codeeval_gym.challenges.openapi._document import Place
from codeeval_gym.challenges.openapi._operations import Operation
from codeeval_gym.challenges.openapi._parsing import operation_at, operation_places
from codeeval_gym.challenges.openapi._schemas import conforms
from codeeval_gym.challenges.openapi._server import FakeServer, RefusedError


def _operation(document: dict[str, Any], wanted: str) -> Operation:
    place = Place.of(document)
    for method, path, item, where in operation_places(place):
        if f"{method} {path}" == wanted:
            return operation_at(place, method, path, item, where)
    raise AssertionError(wanted)


KEY = {"X-Shop-Key": "k", "Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("operation", "request_", "said"),
    [
        ("GET /orders", ("POST", "/orders?offset=0", KEY, ""), "POST instead of GET"),
        ("GET /orders", ("GET", "/order?offset=0", KEY, ""), "no path /order"),
        ("GET /orders", ("GET", "/orders?offset=0", {}, ""), "no X-Shop-Key"),
        ("GET /orders", ("GET", "/orders?offset=0", KEY, "{}"), "a body"),
        ("GET /search", ("GET", "/search?key=k", {}, ""), "no query parameter q"),
        ("GET /search", ("GET", "/search?q=ab", {}, ""), "no key"),
        ("GET /products", ("GET", "/products?in_stock=True", KEY, ""), "in_stock is 'True'"),
        ("GET /orders/{order_id}", ("GET", "/orders/a%2Fb", KEY, ""), "order_id is 'a/b'"),
        ("POST /orders", ("POST", "/orders", {"X-Shop-Key": "k"}, "{}"), "no content type"),
        ("POST /orders", ("POST", "/orders", KEY, "{}"), "its body has no lines"),
        ("POST /orders", ("POST", "/orders", KEY, '{"lines": [{}]}'), "lines in its body does not"),
    ],
)
def test_a_request_that_is_not_described_is_refused(
    shop: dict[str, Any], operation: str, request_: Any, said: str
) -> None:
    server = FakeServer(_operation(shop, operation), random.Random(0))
    with pytest.raises(RefusedError, match=said):
        server.answer(request_)


def test_pages_hold_all_items_once_and_end(shop: dict[str, Any]) -> None:
    operation = _operation(shop, "GET /orders")
    server = FakeServer(operation, random.Random(0), items=5)
    pages = []
    for offset in (0, 2, 4):
        status, _, content = server.answer(("GET", f"/orders?offset={offset}", KEY, ""))
        assert status == 200
        pages.append(json.loads(content))
    assert [len(page["data"]) for page in pages] == [2, 2, 1]
    assert {page["meta"]["total"] for page in pages} == {5}


def test_answers_conform_to_their_schemas(shop: dict[str, Any], tracker: dict[str, Any]) -> None:
    schema = Place.of(shop)["components"]["schemas"]["Order"]
    operation = _operation(shop, "GET /orders/{order_id}")
    for seed in range(20):
        server = FakeServer(operation, random.Random(seed), faults=(None, 404))
        status, _, content = server.answer(("GET", "/orders/3", KEY, ""))
        assert (status, conforms(json.loads(content), schema)) == (200, True)
        status, _, content = server.answer(("GET", "/orders/3", KEY, ""))
        assert (status, set(json.loads(content))) == (404, {"error"})
    order = {"id": 1, "status": "open", "lines": []}
    assert conforms(order, schema)
    flaws: list[dict[str, Any]] = [
        {"id": "1"},
        {"status": "new"},
        {"lines": [{}]},
        {"note": 5},
        {"id": 0},
    ]
    for flaw in flaws:
        assert not conforms({**order, **flaw}, schema)
    assert not conforms({}, Place.of(tracker)["components"]["schemas"]["Issue"])
