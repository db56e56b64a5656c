"""How programs are written while collecting, and demonstrations that are not."""

from contextlib import closing
from typing import Any

import pytest
import torch

from codeeval_gym.challenges import Dataset
from codeeval_gym.envs.vector import CodeEvalVectorEnv
from codeeval_gym.errors import ConfigError, SandboxError
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.testing import FakeSandbox, solver
from codeeval_gym.testing.probes import ProbeEnv
from codeeval_gym.trainers.dqn.demonstrations import demonstrate
from codeeval_gym.trainers.dqn.exploration import Explorer, chosen
from codeeval_gym.trainers.dqn.q_model import QModel
from codeeval_gym.trainers.dqn.trajectories import MUTANT, REFERENCE
from codeeval_gym.trainers.slots import open_slots
from codeeval_gym.types import CallTest, Challenge, Param, Rights, Signature

PROMPTS = [[2, 3], [4]] * 8


def explore(policy: LLMAdapter, share: float, groups: int = 0, **options: Any) -> Any:
    model = QModel(policy.model, tau=0.5, candidates=4, rank=2)
    explorer = Explorer(policy, model, share, groups)
    generator = torch.Generator().manual_seed(0)
    written = explorer(PROMPTS, max_new_tokens=6, temperature=1.0, generator=generator, **options)
    return explorer, written


def test_one_token_is_replaced_and_the_rest_is_greedy(
    policy: LLMAdapter, model_folder: str
) -> None:
    _, plain = explore(LLMAdapter(model_folder, device="cpu"), 0.0)
    explorer, written = explore(policy, 1.0)

    assert len(explorer.branched) > 8  # some rows may come out the same
    for row, prompt in enumerate(PROMPTS):
        before = plain.tokens[row, : plain.lengths[row]].tolist()
        after = written.tokens[row, : written.lengths[row]].tolist()
        place = next(i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b)
        logits = policy.model(torch.tensor([prompt + after])).logits[0, len(prompt) - 1 :]
        assert after[place] in logits[place].topk(4).indices
        rest = range(place + 1, len(after))
        assert [after[i] for i in rest] == [int(logits[i].argmax()) for i in rest]
        assert written.logprobs[row, place].exp() == pytest.approx(0.25)
        assert not written.logprobs[row, place + 1 :].any()
        assert bool(written.truncated[row]) is (after[-1] != policy.eos_id)
        assert len(after) == 6 or after[-1] == policy.eos_id


def test_without_branching_the_policy_writes(policy: LLMAdapter, model_folder: str) -> None:
    generator = torch.Generator().manual_seed(0)
    alone = LLMAdapter(model_folder, device="cpu").generate(
        PROMPTS, max_new_tokens=6, generator=generator
    )
    explorer, written = explore(policy, 0.0)

    assert torch.equal(alone.tokens, written.tokens)
    assert not explorer.branched


def test_one_of_several_programs_is_chosen(policy: LLMAdapter) -> None:
    explorer, written = explore(policy, 0.0, groups=3)

    assert len(written.tokens) == len(PROMPTS)
    for row, prompt in enumerate(PROMPTS):
        program = tuple(written.tokens[row, : written.lengths[row]].tolist())
        assert len(explorer.others[tuple(prompt), program]) == 2
        assert written.logprobs[row].sum().exp() == pytest.approx(1 / 3)  # Δ is 0 yet


def test_where_a_draw_falls() -> None:
    probabilities = torch.tensor([[0.25, 0.5, 0.25]]).repeat(4, 1)

    places = chosen(probabilities, torch.tensor([0.0, 0.26, 0.74, 0.99]))
    assert places.tolist() == [0, 1, 1, 2]


def posed(number: int) -> Challenge:
    return Challenge(
        id=f"tests/{number}",
        title="add",
        prompt=f"Add {number} to n.",
        category="arithmetic",
        tier=1,
        signature=Signature("add", (Param("n", "int"),), "int"),
        hidden_tests=(CallTest((5,), 5 + number),),
        references={"python": f"def add(n):\n    return n + {number}\n"},
        rights=Rights(train_allowed=True),
    )


DATASET = Dataset.of([posed(number) for number in range(2, 6)], name="some")


@pytest.fixture(scope="module")
def writer() -> LLMAdapter:
    """Encodes and decodes; nothing is sampled from it."""
    return LLMAdapter("builtin:tiny", device="cpu")


def demonstrated(writer: LLMAdapter, max_turns: int = 1, answer: Any = None) -> list[Any]:
    sandbox = FakeSandbox(answer or solver(DATASET))
    env = CodeEvalVectorEnv(2, sandbox=sandbox, challenges=DATASET, max_turns=max_turns)
    with closing(env):
        slots = open_slots(env, 2)
        return demonstrate(writer, slots, [1, 2, 3], mutants_each=1, max_new_tokens=64)


def test_references_and_mutants_are_judged(writer: LLMAdapter) -> None:
    found = demonstrated(writer)

    assert [one.source for one in found].count(REFERENCE) == 3
    assert [one.source for one in found].count(MUTANT) == 3
    for one in found:
        assert one.solved is (one.source == REFERENCE)
        assert (one.steps[0].rewards[-1].item() == 1.0) is one.solved
        text = writer.decode_program(one.steps[0].program)
        assert (text == DATASET[one.challenge_id].references["python"]) is one.solved
        assert writer.tokenizer.decode(one.steps[0].prompt).strip().endswith("to n.")


def test_where_there_are_turns_the_mutant_is_mended(writer: LLMAdapter) -> None:
    found = [one for one in demonstrated(writer, max_turns=3) if one.source == MUTANT]

    assert [len(one.steps) for one in found] == [2, 2, 2]
    assert all(one.solved for one in found)


def test_what_could_not_be_judged_is_left_out(writer: LLMAdapter) -> None:
    def fail(*args: Any) -> Any:
        raise SandboxError("no jail")

    assert demonstrated(writer, answer=fail) == []


def test_references_must_be_known(policy: LLMAdapter) -> None:
    with pytest.raises(ConfigError, match="ProbeEnv has no challenges"):
        demonstrate(
            policy, open_slots(ProbeEnv({"h": "a"}), 1), [1], mutants_each=1, max_new_tokens=8
        )
