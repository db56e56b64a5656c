"""DQN, end to end: evaluate a policy, learn its Q against the sandbox, compare.

It learns from all of its programs, those of earlier iterations included, from a replay.

    python examples/dqn.py
    python examples/dqn.py --episodes 256 --held-out 100      # a short look
    python examples/dqn.py --seed 1 --out dqn-1.json          # with counts of every challenge
"""

from pathlib import Path
from typing import Any

from before_after import before_and_after, options_of

from codeeval_gym import LLMAdapter
from codeeval_gym.trainers import DQNConfig, DQNTrainer


def main() -> None:
    """Run it."""
    options = options_of(__doc__, episodes=2560).parse_args()
    config = DQNConfig.for_tiny(seed=options.seed, run_folder=options.run_folder)

    def train(policy: LLMAdapter, env: Any) -> Path:
        return DQNTrainer(policy, env, config).learn(options.episodes).run_folder

    before_and_after(options, config, train)


if __name__ == "__main__":
    main()
