"""How Python and JavaScript say what a client does.

``$name`` is filled in. A line that begins with ``?feature|`` stands only in clients with that
feature: what no test could miss is not there.
"""

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
?basic|import base64
?json|import json
?encoded|from urllib.parse import quote
?failures|
?failures|FAILURES = $failures
?bool|
?bool|
?bool|def shown(value):
?bool|    return str(value).lower() if isinstance(value, bool) else str(value)
?encoded|
?encoded|
?encoded|def encoded(value):
?encoded|    return quote($shown(value), safe="")
?at|
?at|
?at|def at(tree, path):
?at|    for name in path:
?at|        tree = tree[name]
?at|    return tree


$starter
?query|    pairs = []
    sent = {}
?paging|    found = []
?paging|    turn = $turn
?retry|    tries = 0
    for code, _, told in replies:
?retry|        if code in $retried and tries < $tries:
?retry|            tries += 1
?retry|            continue
?again|        tries = 0
?failures|        if str(code) in FAILURES:
?all said|            kind, route = FAILURES[str(code)]
?all said|            return "RAISE", kind, {}, at(json.loads(told), route)
?some said|            kind, route = FAILURES[str(code)]
?some said|            return "RAISE", kind, {}, at(json.loads(told), route) if route else told
?none said|            return "RAISE", FAILURES[str(code)], {}, told
        if code not in $success:
            return "RAISE", "$unexpected", {}, told
$reading
$request
    url = $target
?query|    if pairs:
?query|        url += "?" + "&".join(name + "=" + value for name, value in pairs)
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
        "header": "sent[$name] = $shown($value)",
        "headers": "if $value:\n    sent[$name] = ','.join(map($shown, $value))",
        "cursor": 'if turn != "":\n    pairs.append(($name, encoded(turn)))',
        "turn": "pairs.append(($name, str(turn)))",
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
?failures|const FAILURES = $failures;
?failures|
?encoded|function encoded(value) {
?encoded|    return encodeURIComponent(String(value)).replace(/[!'()*]/g,
?encoded|        (letter) => "%" + letter.charCodeAt(0).toString(16).toUpperCase());
?encoded|}
?encoded|
?at|function at(tree, path) {
?at|    return path.reduce((inner, name) => inner[name], tree);
?at|}
?at|
$starter
?query|    const pairs = [];
    const sent = {};
?paging|    const found = [];
?paging|    let turn = $turn;
?retry|    let tries = 0;
    for (const [code, , told] of replies) {
?retry|        if ($retried.includes(code) && tries < $tries) {
?retry|            tries += 1;
?retry|            continue;
?retry|        }
?again|        tries = 0;
?failures|        if (String(code) in FAILURES) {
?all said|            const [kind, route] = FAILURES[code];
?all said|            return ["RAISE", kind, {}, at(JSON.parse(told), route)];
?some said|            const [kind, route] = FAILURES[code];
?some said|            const said = route.length ? at(JSON.parse(told), route) : told;
?some said|            return ["RAISE", kind, {}, said];
?none said|            return ["RAISE", FAILURES[code], {}, told];
?failures|        }
        if (!$success.includes(code)) {
            return ["RAISE", "$unexpected", {}, told];
        }
$reading
    }
$request
    let url = $target;
?query|    if (pairs.length) {
?query|        url += "?" + pairs.map(([name, value]) => name + "=" + value).join("&");
?query|    }
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
        "cursor": 'if (turn !== "") pairs.push([$name, encoded(turn)]);',
        "turn": "pairs.push([$name, String(turn)]);",
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
