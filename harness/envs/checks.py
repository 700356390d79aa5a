"""The rules of a vector environment, as a check that anyone can run on one: a server of one's own, a new scenario."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from comm_c.layout import constants
from harness.envs.spaces import fields
from harness.envs.vector_env import FactorioVectorEnv, Step
from harness.errors import HarnessError

SEED_DECIDES = "the same seed and actions must give the same observations, rewards and ends"
IN_SPACE = "an observation must be a member of observation_space"
SOME_ACTION = "action_mask must allow at least one action in every arena"
ONE_END = "terminated and truncated must not be set together"
RESET_FOLLOWS = "the step after an end must answer with the reset's frame, reward 0 and no end"
STEP_IS_NO_RESET = "a frame that answers a step must not carry the reset flag"
RETURN_IS_SUM = "episode_return must be the sum of the episode's rewards"
LENGTH_IS_COUNT = "episode_length must be the number of the episode's steps"
SNAPSHOT_IS_ALL = "a run restored from a snapshot must go on as the run that was not interrupted"


class CheckFailed(HarnessError):
    """Raised when an environment breaks a rule; the message is the rule and where it was broken."""


def check_vector_env(env: FactorioVectorEnv, steps: int = 50, seed: int = 0) -> None:
    """Plays an environment with random actions and checks every rule of this module at every step.

    Args:
        env: any vector environment of the harness; it is reset.
        steps: how long to play; episodes should end within.
        seed: of the episodes and of the actions.

    Raises:
        CheckFailed: at the first rule that is broken.
    """
    actions = np.random.default_rng(seed).integers(0, len(env.action_names), (steps, env.num_envs))
    first = _play(env, actions, seed)
    if _play(env, actions, seed) != first:
        raise CheckFailed(SEED_DECIDES)
    _check_snapshot(env, actions, seed)


class _Bookkeeper:
    """Follows a run from outside and compares it with what the environment says of itself."""

    def __init__(self, env: FactorioVectorEnv) -> None:
        self._env = env
        self._returns = np.zeros(env.num_envs, dtype=np.float32)
        self._lengths = np.zeros(env.num_envs, dtype=np.int32)
        self._ended = np.zeros(env.num_envs, dtype=np.bool_)

    def check(self, outcome: Step) -> None:
        """All rules for one step."""
        observations, rewards, terminated, truncated, info = outcome
        self._require(not (terminated & truncated).any(), ONE_END)
        self._require(bool(info["action_mask"].any(axis=1).all()), SOME_ACTION)
        self._require(self._env.observation_space.contains(observations), IN_SPACE)
        self._check_resets(observations, rewards, terminated | truncated)
        self._returns[self._ended] = 0
        self._lengths[self._ended] = -1
        self._returns += rewards
        self._lengths += 1
        self._require(np.array_equal(self._returns, info["episode_return"]), RETURN_IS_SUM)
        self._require(np.array_equal(self._lengths, info["episode_length"]), LENGTH_IS_COUNT)
        self._ended = (terminated | truncated).copy()

    def _check_resets(
        self, observations: NDArray[np.uint8], rewards: NDArray[np.float32], ends: NDArray[np.bool_]
    ) -> None:
        frames = fields(observations, self._env.scenario.frame)
        is_reset = (frames["flags"] & constants.FACTORIO_FLAG_RESET) != 0
        begun = self._ended
        self._require(bool(is_reset[begun].all() and not rewards[begun].any() and not ends[begun].any()), RESET_FOLLOWS)
        self._require(not is_reset[~begun].any(), STEP_IS_NO_RESET)

    def _require(self, holds: bool, rule: str) -> None:
        if not holds:
            raise CheckFailed(f"{rule}; broken in a step of {self._env.scenario.name} with {self._env.num_envs} arenas")


def _play(env: FactorioVectorEnv, actions: NDArray[np.integer], seed: int) -> list[bytes]:
    """Plays all actions under the rules; everything that was seen, as bytes."""
    observations, _ = env.reset(seed=seed)
    seen = [observations.tobytes()]
    bookkeeper = _Bookkeeper(env)
    for row in actions:
        outcome = env.step(row)
        bookkeeper.check(outcome)
        seen.append(_bytes_of(outcome))
    return seen


def _bytes_of(outcome: Step) -> bytes:
    arrays: tuple[NDArray[Any], ...] = outcome[:4]
    return b"".join(array.tobytes() for array in arrays)


def _check_snapshot(env: FactorioVectorEnv, actions: NDArray[np.integer], seed: int) -> None:
    half = len(actions) // 2
    _play(env, actions[:half], seed)
    snapshot = env.snapshot()
    expected = [_bytes_of(env.step(row)) for row in actions[half:]]
    env.restore(snapshot)
    if [_bytes_of(env.step(row)) for row in actions[half:]] != expected:
        raise CheckFailed(SNAPSHOT_IS_ALL)
