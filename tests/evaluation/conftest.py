import pytest

from codeeval_gym.types import CallTest, Challenge, Param, Signature


@pytest.fixture
def adding() -> Challenge:
    """Add two numbers: one public test, two hidden ones."""
    header = "def add(a: int, b: int) -> int:\n"
    return Challenge(
        id="tests/add",
        title="add",
        prompt="Return the sum of a and b.",
        category="arithmetic",
        tier=1,
        signature=Signature("add", (Param("a", "int"), Param("b", "int")), "int"),
        public_tests=(CallTest((1, 2), 3),),
        hidden_tests=(CallTest((0, 0), 0), CallTest((-1, 1), 0)),
        references={"python": header + "    return a + b\n"},
        starter={"python": header},
    )
