"""Plays episodes and says how each went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.envs.vector_env import FactorioVectorEnv
from harness.errors import ServerLost
from harness.runner.policy import AttachedPolicy, Policy

#: Times that episodes broken by a lost server are played again before the run gives up.
REPLAYS = 3


@dataclass(frozen=True)
class Episode:
    """One finished episode."""

    seed: int
    """Base seed: `FactorioEnv.reset(seed=seed)` begins the same episode."""
    success: bool
    terminated: bool
    truncated: bool
    steps: int
    reward: float
    """Sum of all rewards."""
    actions: tuple[int, ...] | tuple[tuple[float, ...], ...]
    """Every action, in order, numbers or commands of nine; they and the seed are the whole episode."""

    def to_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return asdict(self)


def play_episodes(env: FactorioVectorEnv, policy: Policy, seeds: Sequence[int]) -> list[Episode]:
    """Plays one episode for each seed.

    Every arena plays one episode, however long: nothing prefers short ones. Episodes that a lost server has
    broken are played again.

    Args:
        env: of any number of arenas; it is reset.
        policy: who plays.
        seeds: base seeds.

    Returns:
        The episodes, in the order of the seeds.

    Raises:
        ServerLost: if servers are lost again and again.
        PolicyError: if the policy gives no actions.
    """
    if isinstance(policy, AttachedPolicy):
        policy.attach(env)
    played: dict[int, Episode] = {}
    for _ in range(REPLAYS + 1):
        missing = [seed for seed in seeds if seed not in played]
        if not missing:
            return [played[seed] for seed in seeds]
        for start in range(0, len(missing), env.num_envs):
            batch = missing[start : start + env.num_envs]
            played |= {episode.seed: episode for episode in _play_batch(env, policy, batch)}
    raise ServerLost(
        f"servers were lost in {REPLAYS + 1} plays one after the other; see the warnings for their last words"
    )


class _Recorder:
    """What is known of the episodes that are being played, one row each."""

    def __init__(self, seeds: Sequence[int]) -> None:
        self.seeds = list(seeds)
        count = len(self.seeds)
        self.running = np.ones(count, dtype=np.bool_)
        self.broken = np.zeros(count, dtype=np.bool_)
        self.outcome = np.zeros((3, count), dtype=np.bool_)
        self.reward = np.zeros(count, dtype=np.float64)
        self.actions: list[NDArray[Any]] = []
        self.steps = np.zeros(count, dtype=np.int64)

    def note(
        self,
        actions: NDArray[Any],
        rewards: NDArray[np.float32],
        terminated: NDArray[np.bool_],
        truncated: NDArray[np.bool_],
        info: dict[str, Any],
    ) -> None:
        rows = slice(len(self.seeds))
        self.actions.append(actions[rows].copy())
        self.reward[self.running] += rewards[rows][self.running]
        self.steps[self.running] += 1
        ending = self.running & (terminated | truncated)[rows]
        for kept, seen in zip(self.outcome, (info["success"], terminated, truncated), strict=True):
            kept[ending] = seen[rows][ending]
        if "server_lost" in info:
            self.broken |= ending & info["server_lost"][rows]
        self.running &= ~ending

    def episodes(self) -> list[Episode]:
        actions = np.stack(self.actions)
        success, terminated, truncated = self.outcome
        return [
            Episode(
                seed=seed,
                success=bool(success[row]),
                terminated=bool(terminated[row]),
                truncated=bool(truncated[row]),
                steps=int(self.steps[row]),
                reward=float(self.reward[row]),
                actions=_as_tuples(actions[: self.steps[row], row]),
            )
            for row, seed in enumerate(self.seeds)
            if not self.broken[row]
        ]


def _as_tuples(actions: NDArray[Any]) -> Any:
    """Numbers [steps], or commands [steps, 9], as values that compare and serialize without loss."""
    if actions.ndim == 1:
        return tuple(actions.tolist())
    return tuple(tuple(command) for command in actions.tolist())


def _play_batch(env: FactorioVectorEnv, policy: Policy, seeds: Sequence[int]) -> list[Episode]:
    """Plays at most as many episodes as there are arenas; arenas too many play a copy of the last."""
    padded = [*seeds, *[seeds[-1]] * (env.num_envs - len(seeds))]
    observations, info = env.reset(seed=padded)
    policy.begin(np.array(padded, dtype=np.uint64))
    recorder = _Recorder(seeds)
    while recorder.running.any():
        actions = np.asarray(policy.act(observations, info["action_mask"]))
        observations, rewards, terminated, truncated, info = env.step(actions)
        recorder.note(actions, rewards, terminated, truncated, info)
    return recorder.episodes()
