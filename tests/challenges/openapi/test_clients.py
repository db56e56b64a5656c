"""Right clients are accepted and wrong ones rejected, in the sandbox."""

import re
from dataclasses import replace

import pytest

from codeeval_gym.challenges.gate import trivial_programs
from codeeval_gym.challenges.openapi import Generated, challenges_from_openapi, drifted
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.types import CallTest, Challenge, Verdict


def _challenges(made: dict[str, Generated]) -> dict[str, Challenge]:
    return {item.id: item for each in made.values() for item in each.challenges}


@pytest.mark.parametrize("language", ["python", "javascript"])
def test_every_reference_is_accepted(
    engine: EvaluationEngine, made: dict[str, Generated], language: str
) -> None:
    challenges = list(_challenges(made).values())
    assert len(challenges) == 23
    pairs = [(item, item.references[language]) for item in challenges]
    evaluations = engine.evaluate_batch(pairs, language=language, need={"tests"})
    failed = [e for e in evaluations if getattr(e, "verdict", None) is not Verdict.ACCEPTED]
    assert failed == []


TEXT = r"encoded\((product_id|login|current_login|project|cursor|q)\)"
"""A parameter that is a text without format."""

FAILING = r'"[45][0-9]{2}": '
"""It describes a failure."""

WRONG: dict[str, tuple[str, ...]] = {
    "another method": ('return "(GET|POST|PUT|PATCH|DELETE)"', 'return "HEAD"'),
    "no header": (r'sent\["X-[A-Za-z-]+"\] = .*', "pass"),
    "no credential": (r'(sent\["(X-Shop-Key|Authorization)"\]|pairs.append\(\("key").*', "pass"),
    "no query": (r"if pairs:", "if False:", "pairs.append"),
    "nothing is encoded": (r'quote\((\w+)\(value\), safe=""\)', r"\1(value)", TEXT),
    "slashes stay": (r'safe=""', 'safe="/"', rf"url = .*{TEXT}"),
    "first page only": (r"(if not turn|if turn >.*|if not at\(.*|if turn >=.*):", "if True:"),
    "the page is asked for again": (r"turn (\+= 1|= at.*|= len.*)", "pass; turn == 0"),
    "only the last page": (r"found \+= ", "found = "),
    "no error": (r"if str\(code\) in FAILURES", "if False", FAILING),
    "errors have one name": (r"kind, route = (.*)", r"kind, route = 'Error', \1[1]"),
    "errors without words": (
        r"at\(json.loads\(told\), route\).*",
        '"failed"',
        FAILING,
    ),
    "any status is success": (r"if code not in \[[0-9, ]*\]", "if False"),
    "never sent again": (r"if code in \[[0-9, ]+\] and", "if False and"),
    "sent again for ever": (r"and tries < 2", "", r"if code in \[\d"),
    "tries are never forgotten": (
        r"tries = 0\n( +)if",
        r"pass\n\1if",
        r"if code in \[\d[^!]*sheet",
    ),
    "no content type": (r'sent\["Content-Type"\] = "application/json"', "pass"),
    "no body": (r"json.dumps\(form\)", '"{}"'),
    "null fields are sent": (r"if (\w+) is not None:\n        form", r"if True:\n        form"),
}
"""What a wrong client does: a pattern in the reference, and what stands there instead; where that
is wrong for some operations only, a pattern of those."""


@pytest.mark.parametrize("flaw", WRONG)
def test_a_wrong_client_is_rejected(
    engine: EvaluationEngine, made: dict[str, Generated], flaw: str
) -> None:
    pairs = []
    for challenge in _challenges(made).values():
        reference = challenge.references["python"]
        pattern, instead, *where = WRONG[flaw]
        program = re.sub(pattern, instead, reference)
        if program != reference and all(re.search(item, reference) for item in where):
            pairs.append((challenge, program))
    assert pairs
    for evaluation in engine.evaluate_batch(pairs, need={"tests"}):
        assert getattr(evaluation, "verdict", None) is not Verdict.ACCEPTED, evaluation


def test_programs_without_merit_are_rejected(
    engine: EvaluationEngine, made: dict[str, Generated]
) -> None:
    challenge = _challenges(made)["tracker/users_get"]
    pairs = [(challenge, program) for program in trivial_programs(challenge).values()]
    for evaluation in engine.evaluate_batch(pairs, need={"tests"}):
        assert getattr(evaluation, "verdict", None) is not Verdict.ACCEPTED


def test_a_client_of_the_description_before_it_was_changed_is_rejected(
    engine: EvaluationEngine, shop: dict[str, object], made: dict[str, Generated]
) -> None:
    known = challenges_from_openapi(shop, drift=False, collection="shop")
    assert known.drift is None
    now = _challenges(made)["shop/search"]
    before = next(item for item in known.challenges if item.id == now.id)
    assert "X-Tenant" in now.context
    assert "X-Tenant" not in before.context
    adapted = before.references["python"].replace("def search(", "def search(x_tenant, ")
    sent = adapted.replace("    pairs = []", '    pairs = []\n    sent = {"X-Tenant": x_tenant}', 1)
    evaluation = engine.evaluate(now, sent.replace("    sent = {}\n", ""), need={"tests"})
    assert evaluation.verdict is not Verdict.ACCEPTED


def test_the_same_seed_gives_the_same_challenges(
    shop: dict[str, object], made: dict[str, Generated]
) -> None:
    again = challenges_from_openapi(shop, collection="shop")
    assert again.challenges == made["shop"].challenges
    other = challenges_from_openapi(shop, collection="shop", seed=1)
    assert other.drift != made["shop"].drift
    assert other.challenges[0].hidden_tests != again.challenges[0].hidden_tests


def test_what_cannot_be_a_challenge_is_counted_with_its_reason(made: dict[str, Generated]) -> None:
    reason = {"POST /products/{product_id}/images": "its body is no JSON"}
    assert made["shop"].skipped == reason
    assert made["tracker"].skipped == {}


def test_new_names_stand_everywhere_and_the_old_ones_nowhere(
    shop: dict[str, object], made: dict[str, Generated]
) -> None:
    drift = made["shop"].drift
    assert drift is not None
    listing = _challenges(made)["shop/list_products"]
    assert drift.renamed["next_cursor"] == "local_next_cursor"
    for text in (listing.prompt, listing.context, listing.references["python"]):
        assert "local_next_cursor" in text
        assert not re.search(r"\bnext_cursor\b", text)
    changed, same = drifted(shop, 0)
    assert (same.header, changed == shop) == (drift.header, False)


def test_the_context_holds_the_operation_and_all_it_refers_to(made: dict[str, Generated]) -> None:
    for challenge in _challenges(made).values():
        for kind, name in re.findall(r"#/components/(\w+)/(\w+)", challenge.context):
            assert f"\n  {kind}:\n" in challenge.context
            assert f"\n    {name}:\n" in challenge.context
    assert "Every request names it." in _challenges(made)["shop/place_order"].context


def test_a_policy_sees_no_hidden_conversation(made: dict[str, Generated]) -> None:
    for challenge in _challenges(made).values():
        view = challenge.public_view()
        assert (view.hidden_tests, dict(view.references)) == ((), {})
        calls = [test for test in challenge.public_tests if isinstance(test, CallTest)]
        assert len(calls) >= 2
        assert {test.origin for test in challenge.tests} == {"openapi"}


def test_a_reply_that_may_come_in_every_language_is_plain_data(made: dict[str, Generated]) -> None:
    challenge = _challenges(made)["shop/list_products"]
    pages = [test.expected for test in challenge.hidden_tests if isinstance(test, CallTest)]
    actions = {expected[0] for expected in pages}
    assert actions == {"GET", "RETURN", "RAISE"}
    assert replace(challenge, context="").signature == challenge.signature
