"""DPO, end to end: evaluate a policy, let it prefer accepted programs to others, compare.

The pairs are of its own programs, and execution says which is better. With ``--mutual`` no test is
trusted: programs are compared with each other, and nobody is told a right answer.

    python examples/dpo.py
    python examples/dpo.py --episodes 512 --held-out 100      # a short look
    python examples/dpo.py --seed 1 --out dpo-1.json          # with counts of every challenge
"""

from pathlib import Path
from typing import Any

from before_after import before_and_after, options_of

from codeeval_gym import LLMAdapter
from codeeval_gym.trainers import DPOConfig, DPOTrainer


def main() -> None:
    """Run it."""
    parser = options_of(__doc__, episodes=4096)
    parser.add_argument("--mutual", action="store_true", help="trust no test")
    options = parser.parse_args()
    config = DPOConfig.for_tiny(
        seed=options.seed,
        run_folder=options.run_folder,
        verified_by="mutual" if options.mutual else "verdict",
    )

    def train(policy: LLMAdapter, env: Any) -> Path:
        return DPOTrainer(policy, env, config).learn(options.episodes).run_folder

    before_and_after(options, config, train)


if __name__ == "__main__":
    main()
