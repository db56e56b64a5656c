"""What reward terms are told beside the evaluation: siblings and training steps."""

import gymnasium as gym

from codeeval_gym.challenges import Dataset
from codeeval_gym.sandboxes import Sandbox

RIGHT = "def add_10(a):\n    return a + 10\n"


def test_slots_with_the_same_challenge_are_a_group(nsjail: Sandbox, posed: Dataset) -> None:
    reward = {"tests": 1.0, "novelty": 1.0}
    env = gym.make_vec(
        "CodeEval-Python-v0", num_envs=3, sandbox=nsjail, challenges=posed, reward=reward
    )
    same, other = {"challenge_id": "posed/add-10"}, {"challenge_id": "posed/add-11"}
    env.reset(options=[same, same, other])  # type: ignore[arg-type]
    *_, infos = env.step([RIGHT, RIGHT, RIGHT.replace("10", "11")])
    terms = infos["final_info"]["reward_terms"]
    assert terms["tests"].tolist() == [1.0, 1.0, 1.0]
    assert terms["_novelty"].tolist() == [True, True, False]
    assert terms["novelty"].tolist()[:2] == [0.0, 0.0]
    env.close()


def test_weights_follow_the_training_step(nsjail: Sandbox, posed: Dataset) -> None:
    reward = {"syntax": [[0, 1.0], [10, 0.0]], "tests": 1.0}
    env = gym.make("CodeEval-Python-v0", sandbox=nsjail, challenges=posed, reward=reward)
    paid = []
    for step in (0, 10):
        env.unwrapped.training_step = step  # type: ignore[attr-defined]
        env.reset(options={"challenge_id": "posed/add-10"})
        paid.append(env.step("def add_10(a):\n    return 0\n")[1])
    assert paid == [0.5, 0.0]
