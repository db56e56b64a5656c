"""Rejection-sampling fine-tuning, end to end: evaluate a policy, fine-tune it, compare.

It learns from those of its own programs that the sandbox accepted. With ``--warm-up`` it learns
from so many reference programs first (SFT).

    python examples/rft.py
    python examples/rft.py --episodes 512 --held-out 100      # a short look
    python examples/rft.py --seed 1 --out rft-1.json          # with counts of every challenge
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

from before_after import before_and_after, options_of

from codeeval_gym import LLMAdapter
from codeeval_gym.trainers import RFTConfig, RFTTrainer, SFTConfig, SFTTrainer


def main() -> None:
    """Run it."""
    parser = options_of(__doc__, episodes=4096)
    parser.add_argument("--warm-up", type=int, default=0, help="references to learn from first")
    options = parser.parse_args()
    config = RFTConfig.for_tiny(seed=options.seed, run_folder=options.run_folder)

    def train(policy: LLMAdapter, env: Any) -> Path:
        if options.warm_up:
            warm = SFTConfig.for_tiny(seed=options.seed)
            if options.run_folder is not None:
                warm = replace(warm, run_folder=f"{options.run_folder}-warm-up")
            SFTTrainer(policy, env, warm).learn(options.warm_up)
        trainer = RFTTrainer(policy, env, config)
        return trainer.learn(options.episodes).run_folder

    before_and_after(options, config, train)


if __name__ == "__main__":
    main()
