import pytest

from codeeval_gym.challenges.generation.leaks import gives_away, longest_common_run

_BODY = """
    total = 0
    for price, count in basket:
        total += price * count
    return round(total * (1 + tax), 2)
"""


@pytest.mark.parametrize(
    ("one", "other", "length"),
    [
        ("", "a b c", 0),
        ("a b c", "a b c", 3),
        ("x = a + b", "return a  +  b", 3),
        ("a b c d", "b c", 2),
        ("a b", "b a", 1),
    ],
)
def test_the_longest_run_is_counted_in_tokens(one: str, other: str, length: int) -> None:
    assert longest_common_run(one, other) == length


def test_a_copy_in_another_layout_gives_the_body_away() -> None:
    assert gives_away(_BODY, "Like this:\n" + _BODY.replace("\n    ", "\n\t\t\t"))


def test_words_on_what_to_do_do_not() -> None:
    text = "Sum price times count over the basket, add the tax, and round to 2 digits."
    assert not gives_away(_BODY, text)


def test_a_large_part_of_a_long_body_gives_it_away() -> None:
    lines = [f"    step_{at} = first[{at}] + second[{at}]" for at in range(40)]
    assert gives_away("\n".join(lines), "\n".join(lines[10:16]))
    assert not gives_away("\n".join(lines), "\n".join(lines[10:12]))
