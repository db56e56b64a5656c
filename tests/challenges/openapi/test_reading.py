"""Descriptions are read as data, within bounds, and errors name the place."""

import copy
import random
from pathlib import Path
from typing import Any

import pytest

from codeeval_gym.challenges.openapi import (
    challenges_from_openapi,
    parse_description,
    read_description,
)
from codeeval_gym.errors import ConfigError

HEAD = "openapi: 3.0.0\ninfo: {title: a, version: '1'}\n"


def test_yaml_is_read_as_json_would_be() -> None:
    text = "a: yes\nb: 2020-01-01\nc: 1:30\n200: 0o7\nd: [1, 1.5, null, true, ~]\n<<: x\n"
    assert parse_description(text) == {
        "a": "yes",
        "b": "2020-01-01",
        "c": "1:30",
        "200": "0o7",
        "d": [1, 1.5, None, True, None],
        "<<": "x",
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &x [1]\nb: [*x, *x]\n", "line 2: YAML aliases are not read"),
        (
            "a: 1\nb: !!python/object/apply:os.system [ls]\n",
            "line 2: not YAML: could not",
        ),
        ("a: !!binary aGk=\n", "#/a: a bytes is nothing that JSON has"),
        ("a: !!set {b}\n", "#/a: a set is nothing that JSON has"),
        ("a: " + "[" * 70 + "]" * 70, "line 1: nested deeper than 64"),
        ('{"a": ' + "[" * 70 + "]" * 70 + "}", "nested deeper than 64"),
        ('{"a": ' + "[" * 200_000, "nested deeper than 64"),
        ("a: [" + "1," * 300_000 + "1]", "more than 300,000 values"),
        ("a: 1\nb: [1\n", "line 3: not YAML"),
        ('{"a": 1,\n"b": }', "line 2: not JSON"),
        ('{"a": 1, "a": 2}', "the key 'a' is there twice"),
        ('{"a": ' + "9" * 5000 + "}", "not JSON"),
        ("- a\n", "is an object with the key 'openapi'"),
        ("", "is an object with the key 'openapi'"),
        ("1.5: x\n", "#: the key 1.5 is no text"),
        ("a" * 5_000_001, "5,000,000 bytes"),
    ],
)
def test_what_cannot_be_read_is_refused_and_says_where(text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_description(text)
    assert said in str(caught.value)


def test_an_error_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "api.yaml"
    path.write_bytes(b"a: \xff\n")
    with pytest.raises(ConfigError, match=r"api\.yaml: not UTF-8 text: byte 3"):
        read_description(path)
    with pytest.raises(FileNotFoundError):
        read_description(tmp_path / "none.yaml")


def _operation(text: str) -> dict[str, Any]:
    return parse_description(HEAD + "paths: {/a: {get: " + text + "}}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "#/paths/~1a/get: this is a list, not an object"),
        ("{}", "#/paths/~1a/get: 'responses' is missing"),
        ("{responses: {ok: {}}}", "#/paths/~1a/get/responses/ok: 'ok' is no status"),
        ("{responses: {200: {$ref: 'other.yaml#/a'}}}", "leads out of the document"),
        ("{responses: {200: {$ref: '#/x'}}}", "#/paths/~1a/get/responses/200: '#/x' leads to no"),
        (
            "{responses: {200: {$ref: '#/paths/~1a/get/responses/200'}}}",
            "#/paths/~1a/get/responses/200: the references lead in a circle",
        ),
        ("{parameters: [{name: b}], responses: {}}", "get/parameters/0: 'in' is missing"),
        ("{parameters: [{name: b, in: air}], responses: {}}", "get/parameters/0/in: 'air' is none"),
        (
            "{parameters: [{name: b, in: query, schema: {type: int}}], responses: {200: {}}}",
            "get/parameters/0/schema: there is no type 'int'",
        ),
        ("{operationId: 7, responses: {200: {}}}", "get/operationId: this is 7, not a text"),
        (
            "{responses: {200: {}}, x-pagination: {style: zigzag}}",
            "(#/paths/~1a/get/x-pagination) 'zigzag'",
        ),
        (
            "{security: [{k: []}], responses: {200: {}}}",
            "#: 'components' is missing",
        ),
    ],
)
def test_a_malformed_operation_is_named_by_its_pointer(text: str, said: str) -> None:
    with pytest.raises(ValueError, match="#") as caught:
        challenges_from_openapi(_operation(text))
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("swagger: '2.0'\n", "#/swagger: Swagger 2 is not read"),
        ("openapi: 4.0.0\n", "#/openapi: version '4.0.0' is not read"),
        ("info: {}\n", "#: 'openapi' is missing"),
        (HEAD, "#: 'paths' is missing"),
        (HEAD + "paths: {a: {}}\n", "#/paths/a: a path begins with '/'"),
        (
            HEAD + "paths: {'/{b}': {get: {responses: {200: {}}}}}\n",
            "#/paths/~1{b}/get: the path parameter 'b' is not described",
        ),
    ],
)
def test_what_is_no_openapi_3_is_refused(text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        challenges_from_openapi(parse_description(text))
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ("{type: string, pattern: '^(a+)+$'}", "a pattern without an example"),
        ("{type: string, minLength: 1000000000}", "no text of bounded length"),
        ("{type: integer, minimum: 5, maximum: 4}", "no whole number is allowed"),
        ("{type: array, minItems: 1000000, items: {type: string}}", "every value of it is huge"),
        ("{$ref: '#/components/schemas/Tree'}", "every value of it is huge"),
        ("{$ref: '#/components/schemas/Wide'}", "every value of it is huge"),
    ],
)
def test_a_schema_without_a_bounded_value_is_a_counted_skip(schema: str, reason: str) -> None:
    text = (
        f"{HEAD}paths: {{/a: {{get: {{responses: {{200: "
        f"{{content: {{application/json: {{schema: {schema}}}}}}}}}}}}}}}\n"
        "components: {schemas: {Tree: {type: object, required: [up], properties: "
        "{up: {$ref: '#/components/schemas/Tree'}}}, Wide: {type: array, minItems: 9, items: "
        "{$ref: '#/components/schemas/Wide'}}}}\n"
    )
    made = challenges_from_openapi(parse_description(text))
    assert not made.challenges
    assert reason in made.skipped["GET /a"]


def test_damaged_descriptions_give_challenges_or_an_error_with_a_place(
    shop: dict[str, Any], tracker: dict[str, Any]
) -> None:
    outcomes = set()
    for seed in range(60):
        rng = random.Random(seed)
        damaged = copy.deepcopy(rng.choice([shop, tracker]))
        for _ in range(3):
            node, key = rng.choice(_spots(damaged))
            node[key] = copy.deepcopy(rng.choice(_DAMAGE))
        try:
            made = challenges_from_openapi(damaged, seed=seed)
            outcomes.add("challenges" if made.challenges else "none")
        except ConfigError as error:
            outcomes.add(str(error)[0])
    assert outcomes <= {"challenges", "none", "#"}
    assert outcomes >= {"challenges", "#"}


_DAMAGE: list[Any] = [
    None,
    True,
    -1,
    10**9,
    "x",
    [],
    ["a"],
    {},
    {"a": 1},
    {"$ref": "#/paths"},
    {"$ref": "#/components/schemas/Order"},
    {"type": ["integer", "null"]},
    {"allOf": [{"$ref": "#/components/schemas/Issue"}]},
]


def _spots(tree: Any) -> list[tuple[Any, Any]]:
    """Every place in a tree that can be assigned to."""
    keys: Any = tree if isinstance(tree, dict) else range(len(tree))
    if not isinstance(tree, dict | list):
        return []
    found = [(tree, key) for key in keys]
    return found + [
        spot for key in keys if isinstance(tree[key], dict | list) for spot in _spots(tree[key])
    ]
