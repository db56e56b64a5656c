import pytest

from codeeval_gym.sandboxes.dependencies import AllowList, explain_unknown

_LIST = AllowList.from_dict(
    {
        "python": {
            "pillow": {"version": "1", "imports": ["PIL"], "hashes": ["sha256:" + "0" * 64]},
            "requests": {"version": "2.5", "hashes": ["sha256:" + "0" * 64]},
        },
        "javascript": {
            "@scope/is-number": {"version": "1", "hashes": ["sha512-" + "A" * 86 + "=="]},
        },
    }
)


@pytest.mark.parametrize(
    ("module", "language", "says"),
    [
        ("PIL.Image", "python", "belongs to the package 'pillow', which the challenge's"),
        ("pillow", "python", "is the name of a package; programs import it as 'PIL'"),
        ("reqeusts.api", "python", "There is no module 'reqeusts.api' here. The nearest known "),
        ("reqeusts", "python", "'requests'"),
        ("itertool", "python", "'itertools'"),
        ("zzzzqqqq", "python", "There is no module 'zzzzqqqq' here."),
        ("tkinter", "python", "belongs to the language"),
        ("@scope/is-number/x", "javascript", "belongs to the package '@scope/is-number'"),
        ("@scope/isnumber", "javascript", "nearest known one is '@scope/is-number'"),
        ("", "python", "There is no module ''"),
    ],
)
def test_a_missing_module_is_explained(module: str, language: str, says: str) -> None:
    assert says in explain_unknown(module, language, _LIST)


def test_nothing_is_called_near_that_is_not() -> None:
    assert explain_unknown("zzzzqqqq", "python", _LIST) == "There is no module 'zzzzqqqq' here."


def test_a_part_that_a_declared_package_lacks_is_said_to_be_missing_there() -> None:
    text = explain_unknown("requests.nothing", "python", _LIST, ["requests"])
    assert text == "'requests.nothing' is not in requests 2.5."


def test_a_long_name_from_a_program_is_cut() -> None:
    assert len(explain_unknown("x" * 100_000, "python", _LIST)) < 200
    assert "\n" not in explain_unknown("a\nb", "python", _LIST)
