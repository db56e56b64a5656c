"""Many environments at a time for stable-baselines3, judged in batches by one engine."""

from typing import Any

import gymnasium as gym
from stable_baselines3.common.vec_env import DummyVecEnv, VecMonitor
from stable_baselines3.common.vec_env.base_vec_env import VecEnvStepReturn

from codeeval_gym.envs.stepwise import StepwiseEnv, step_together

__all__ = ["PooledVecEnv", "make_sb3_vec_env"]


class PooledVecEnv(DummyVecEnv):
    """Environments of one process, whose finished programs are judged together.

    With the same seeds it does what stable-baselines3's own ``DummyVecEnv`` does with the same
    environments; ``env_method("action_masks")``, ``get_attr``, seeds and options are that class's.
    The difference is that what ends in the same step is one batch, which all workers of the
    sandbox share. An episode that the sandbox's failure ended is a truncation with reward 0, and
    its info has ``infra_error``.

    Args:
        envs: Environments on one engine, none of them twice. They are closed with this one.

    Raises:
        ValueError: If there are none, or they are on several engines.
    """

    def __init__(self, envs: list[StepwiseEnv]) -> None:
        if len({id(env.engine) for env in envs}) != 1:
            raise ValueError("Pooled environments need one engine; pass engine= to each of them.")
        super().__init__([lambda env=env: env for env in envs])  # type: ignore[misc]
        self._pool = envs

    def step_wait(self) -> VecEnvStepReturn:
        """Take the step; an environment whose episode ends starts the next one."""
        turns = step_together(self._pool, self.actions.tolist())
        infos: list[dict[str, Any]] = []
        for slot, (observation, reward, terminated, truncated, info) in enumerate(turns):
            self.buf_rews[slot] = reward
            self.buf_dones[slot] = over = terminated or truncated
            info["TimeLimit.truncated"] = truncated and not terminated
            infos.append(info)
            if over:
                info["terminal_observation"] = observation
                self.reset_infos[slot] = self._pool[slot].start()
            else:
                self._save_obs(slot, observation)
        begun = [slot for slot, over in enumerate(self.buf_dones) if over]
        self._pool[0].prepare([self._pool[slot] for slot in begun])
        for slot in begun:
            self._save_obs(slot, self._pool[slot].observation())
        # Infos are new in every step, and not small: nothing is gained by a deep copy.
        return self._obs_from_buf(), self.buf_rews.copy(), self.buf_dones.copy(), infos


def make_sb3_vec_env(
    env_id: str = "CodeEval-Python-Tokens-v0",
    *,
    n_envs: int = 8,
    seed: int | None = None,
    **config: Any,
) -> VecMonitor:
    """Make environments for stable-baselines3, in one process on one sandbox.

    They share the challenges, the sampler and the engine. Slot ``i`` behaves as a single
    environment seeded with ``seed + i``.

    Args:
        env_id: Any member of the family whose actions are numbers.
        n_envs: How many, at least 1.
        seed: Seeds the first reset; ``None`` for none.
        config: What ``gymnasium.make`` takes for this id.

    Returns:
        A :class:`PooledVecEnv`, monitored, so that stable-baselines3 logs rewards and lengths.

    Raises:
        ValueError: If ``n_envs`` is below 1, the actions are no numbers, or as the environment.
        SandboxUnavailable: If this machine cannot isolate.
    """
    if n_envs < 1:
        raise ValueError(f"n_envs must be at least 1, not {n_envs}.")
    first = _unwrapped(env_id, config)
    shared = {
        **{name: value for name, value in config.items() if name not in ("sandbox", "limits")},
        **first.shared(),
    }
    pooled = PooledVecEnv([first, *(_unwrapped(env_id, shared) for _ in range(n_envs - 1))])
    if seed is not None:
        pooled.seed(seed)
    return VecMonitor(pooled)


def _unwrapped(env_id: str, config: dict[str, Any]) -> StepwiseEnv:
    env = gym.make(env_id, **config).unwrapped
    if not isinstance(env, StepwiseEnv):
        env.close()
        raise ValueError(
            f"stable-baselines3 needs actions that are numbers, and those of {env_id!r} are texts; "
            "use CodeEval-Python-Tokens-v0."
        )
    return env
