"""How Python and JavaScript say what a client does. ``$name`` is filled in."""

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["DIALECTS", "Dialect"]


@dataclass(frozen=True)
class Dialect:
    """The texts that a client is written with in one language."""

    starter: str
    """The line that begins the function."""
    program: str
    """The whole client."""
    reading: Mapping[str, str]
    """What a successful reply is done with, by style of pagination; ``""`` for none."""
    statements: Mapping[str, str]
    """What makes up the request."""
    given: str
    """Does a statement only if its argument is not null."""
    depth: int
    """Levels that ``reading`` is indented by."""


_PYTHON = Dialect(
    starter="def $function($names):\n",
    program="""\
import base64
import json
from urllib.parse import quote

FAILURES = $failures


def shown(value):
    return str(value).lower() if isinstance(value, bool) else str(value)


def encoded(value):
    return quote(shown(value), safe="")


def at(tree, path):
    for name in path:
        tree = tree[name]
    return tree


$starter    pairs = []
    sent = {}
    found = []
    turn = $turn
    tries = 0
    for code, _, told in replies:
        if code in $retried and tries < $tries:
            tries += 1
            continue
        tries = 0
        if str(code) in FAILURES:
            kind, route = FAILURES[str(code)]
            return "RAISE", kind, {}, at(json.loads(told), route) if route else told
        if code not in $success:
            return "RAISE", "$unexpected", {}, told
$reading
$request
    url = $target
    if pairs:
        url += "?" + "&".join(name + "=" + value for name, value in pairs)
    return "$method", url, sent, $content
""",
    reading={
        "": 'return "RETURN", "", {}, told',
        **{
            style: f"sheet = json.loads(told)\nfound += at(sheet, $items)\n{turning}\n"
            '    return "RETURN", "", {}, json.dumps(found)'
            for style, turning in {
                "cursor": "turn = at(sheet, $next)\nif not turn:",
                "pages": "turn += 1\nif turn > at(sheet, $next):",
                "more": "turn += 1\nif not at(sheet, $next):",
                "total": "turn = len(found)\nif turn >= at(sheet, $next) or not at(sheet, $items):",
            }.items()
        },
    },
    statements={
        "pair": "pairs.append(($name, encoded($value)))",
        "each": "pairs += [($name, encoded(each)) for each in $value]",
        "joined": "if $value:\n    pairs.append(($name, ','.join(map(encoded, $value))))",
        "header": "sent[$name] = shown($value)",
        "headers": "if $value:\n    sent[$name] = ','.join(map(shown, $value))",
        "turn": 'if turn != "":\n    pairs.append(($name, encoded(turn)))',
        "bearer": 'sent["Authorization"] = "Bearer " + $value',
        "basic": 'joined = $value + ":" + $second\n'
        'sent["Authorization"] = "Basic " + base64.b64encode(joined.encode()).decode()',
        "json": 'sent["Content-Type"] = "application/json"',
        "body": "form = {}",
        "whole": "form = $value",
        "field": "form[$name] = $value",
        "encoded": "encoded($value)",
        "path list": "','.join(map(encoded, $value))",
        "content": "json.dumps(form)",
    },
    given="if $value is not None:\n$statement",
    depth=2,
)

_JAVASCRIPT = Dialect(
    starter="function $function($names) {\n",
    program="""\
const FAILURES = $failures;

function encoded(value) {
    return encodeURIComponent(String(value)).replace(/[!'()*]/g,
        (letter) => "%" + letter.charCodeAt(0).toString(16).toUpperCase());
}

function at(tree, path) {
    return path.reduce((inner, name) => inner[name], tree);
}

$starter    const pairs = [];
    const sent = {};
    const found = [];
    let turn = $turn;
    let tries = 0;
    for (const [code, , told] of replies) {
        if ($retried.includes(code) && tries < $tries) {
            tries += 1;
            continue;
        }
        tries = 0;
        if (String(code) in FAILURES) {
            const [kind, route] = FAILURES[code];
            return ["RAISE", kind, {}, route.length ? at(JSON.parse(told), route) : told];
        }
        if (!$success.includes(code)) {
            return ["RAISE", "$unexpected", {}, told];
        }
$reading
    }
$request
    let url = $target;
    if (pairs.length) {
        url += "?" + pairs.map(([name, value]) => name + "=" + value).join("&");
    }
    return ["$method", url, sent, $content];
}
""",
    reading={
        "": 'return ["RETURN", "", {}, told];',
        **{
            style: "const sheet = JSON.parse(told);\nfound.push(...at(sheet, $items));\n"
            f"{turning}\n"
            '    return ["RETURN", "", {}, JSON.stringify(found)];\n}'
            for style, turning in {
                "cursor": "turn = at(sheet, $next);\nif (!turn) {",
                "pages": "turn += 1;\nif (turn > at(sheet, $next)) {",
                "more": "turn += 1;\nif (!at(sheet, $next)) {",
                "total": "turn = found.length;\n"
                "if (turn >= at(sheet, $next) || !at(sheet, $items).length) {",
            }.items()
        },
    },
    statements={
        "pair": "pairs.push([$name, encoded($value)]);",
        "each": "for (const each of $value) pairs.push([$name, encoded(each)]);",
        "joined": "if ($value.length) pairs.push([$name, $value.map(encoded).join(',')]);",
        "header": "sent[$name] = String($value);",
        "headers": "if ($value.length) sent[$name] = $value.map(String).join(',');",
        "turn": 'if (turn !== "") pairs.push([$name, encoded(turn)]);',
        "bearer": 'sent["Authorization"] = "Bearer " + $value;',
        "basic": 'sent["Authorization"] = "Basic " + '
        'Buffer.from($value + ":" + $second).toString("base64");',
        "json": 'sent["Content-Type"] = "application/json";',
        "body": "const form = {};",
        "whole": "const form = $value;",
        "field": "form[$name] = $value;",
        "encoded": "encoded($value)",
        "path list": "$value.map(encoded).join(',')",
        "content": "JSON.stringify(form)",
    },
    given="if ($value !== null) {\n$statement\n}",
    depth=2,
)

DIALECTS: Mapping[str, Dialect] = {"python": _PYTHON, "javascript": _JAVASCRIPT}
"""By language."""
