"""Names that settings take. Apart from what they name, which needs torch."""

__all__ = [
    "ADVANTAGES",
    "CREDIT_LEVELS",
    "CRITIC_FREE",
    "LOSS_MEANS",
    "NORMALISED",
    "PROCESS_REWARDS",
    "VALUE_TRUNKS",
]

ADVANTAGES = ("gae", "rloo", "grpo", "dr_grpo")
"""Advantage estimators: :data:`codeeval_gym.trainers.ppo.advantages.ADVANTAGES`."""
CRITIC_FREE = frozenset(ADVANTAGES) - {"gae"}
"""Those that compare siblings and do without a value function."""
CREDIT_LEVELS = ("token", "turn")
"""What one action is to the value function."""
LOSS_MEANS = ("token", "program", "budget")
"""Ways to average the policy's loss: :func:`codeeval_gym.trainers.ppo.losses.loss_shares`."""
NORMALISED = ("reward", "objective")
"""What is compared within a group: the weighted sum of the reward's terms, or each by itself."""
PROCESS_REWARDS = ("potential", "share")
"""How lines are paid: :mod:`codeeval_gym.trainers.process.rewards`."""
VALUE_TRUNKS = ("shared", "separate")
"""What the value head reads: the policy's last hidden state, or that of a trunk of its own."""
