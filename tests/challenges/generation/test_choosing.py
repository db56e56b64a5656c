from codeeval_gym.challenges.generation import Example
from codeeval_gym.challenges.generation.choosing import choose, pool_of, revealed_in
from codeeval_gym.types import CallTest, Compare


def _example(*args: object, expected: object = 1, origin: str = "differential") -> Example:
    return Example(args, expected, origin)


def test_the_pool_holds_the_repositorys_own_calls_first_and_none_twice() -> None:
    pool = pool_of(
        [
            _example(1),
            _example(2, origin="unit_test"),
            _example(3, origin="doctest"),
            _example(2),
            _example("x" * 5000),
            _example(object()),
        ],
        "",
    )
    assert [(test.args, test.origin) for test in pool] == [
        ((3,), "doctest"),
        ((2,), "unit_test"),
        ((1,), "differential"),
    ]


def test_only_a_documented_error_is_a_test() -> None:
    raising = [
        Example((0,), name, "differential", Compare("raises")) for name in ("KeyError", "OSError")
    ]
    assert [test.expected for test in pool_of(raising, "Raises OSError.")] == ["OSError"]
    assert pool_of(raising, "Raises nothing.") == ()


def test_floats_are_compared_with_room_for_another_order_of_adding() -> None:
    floats, whole = pool_of([_example(1, expected=[{"a": 0.1}]), _example(2, expected=3)], "")
    assert floats.compare.kind == "close"
    assert whole.compare.kind == "strict"


def test_the_fewest_tests_that_kill_all_are_hidden() -> None:
    pool = [CallTest((at,), at, origin="differential") for at in range(12)]
    kills = {3: frozenset({1, 2, 3}), 5: frozenset({4}), 7: frozenset({3, 4}), 9: frozenset({5})}
    chosen = choose(pool, kills, public=2, hidden=16)
    assert chosen.public == (0, 1)
    assert set(chosen.hidden) == {3, 5, 7, 9}  # 7 kills nothing new, but what it kills it kills
    assert set(choose(pool, kills, public=2, hidden=2).hidden) == {3, 5}


def test_what_is_shown_is_never_hidden() -> None:
    pool = [CallTest((at,), at, origin="doctest" if at < 5 else "recorded") for at in range(8)]
    kills = {at: frozenset({at}) for at in range(8)}
    chosen = choose(pool, kills, public=2, hidden=16, revealed=frozenset({6}))
    assert chosen.public == (0, 1)
    assert chosen.hidden == (5, 7)


def test_what_holds_a_secret_is_never_shown() -> None:
    pool = [CallTest((at,), at, origin="unit_test") for at in range(5)]
    kills = {at: frozenset({at}) for at in range(5)}
    chosen = choose(pool, kills, public=3, hidden=16, private=frozenset({0, 2}))
    assert chosen.public == (1, 3)
    assert {0, 2} <= set(chosen.hidden)
    named = choose(
        pool, kills, public=3, hidden=16, revealed=frozenset({1, 2}), private=frozenset({2})
    )
    assert named.public == (1,)


def test_a_call_that_stands_in_what_is_shown_is_revealed() -> None:
    pool = [CallTest((1, "a b"), 0), CallTest((1,), 0), CallTest((12,), 0)]
    text = "As in\n>>> pick( 1,\n    'a b')\n"
    assert revealed_in(text, "pick", pool) == {0}
