"""Plays episodes and says how each went."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from harness.envs.vector_env import FactorioVectorEnv, Step
from harness.errors import PolicyError, ServerLost
from harness.runner.episode import Episode
from harness.runner.policy import AttachedPolicy, Policy
from harness.runner.questions import Questions
from harness.runner.recorder import Recorder

__all__ = ["REPLAYS", "Episode", "Watcher", "play_episodes"]

#: Times that episodes broken by a lost server are played again before the run gives up.
REPLAYS = 3


class Watcher:
    """Looks on while episodes are played. This one does nothing; others override what they need."""

    def before_step(self, env: FactorioVectorEnv) -> None:
        """Every arena is about to be stepped."""

    def after_step(self, env: FactorioVectorEnv, outcome: Step) -> None:
        """Every arena has been stepped; `outcome` is what the environment gave."""

    def ended(self, env: FactorioVectorEnv, recorder: Recorder, row: int) -> None:
        """The episode of a row has ended; its arena still shows the last moment and can be asked."""


def play_episodes(
    env: FactorioVectorEnv,
    policy: Policy,
    seeds: Sequence[int],
    watchers: Sequence[Watcher] = (),
    replays: int = REPLAYS,
) -> list[Episode]:
    """Plays one episode for each seed.

    Every arena plays one episode, however long: nothing prefers short ones. Episodes that a lost server has
    broken are played again, from their beginning.

    Args:
        env: of any number of arenas; it is reset.
        policy: who plays.
        seeds: base seeds.
        watchers: who looks on.
        replays: times that broken episodes are played again.

    Returns:
        The episodes, in the order of the seeds.

    Raises:
        ServerLost: if servers are lost again and again.
        PolicyError: if the policy gives no actions.
    """
    if isinstance(policy, AttachedPolicy):
        policy.attach(Questions(env))
    played: dict[int, Episode] = {}
    for _ in range(replays + 1):
        missing = [seed for seed in seeds if seed not in played]
        if not missing:
            break
        for start in range(0, len(missing), env.num_envs):
            batch = missing[start : start + env.num_envs]
            played |= {episode.seed: episode for episode in _play_batch(env, policy, batch, watchers)}
    if len(played) < len(set(seeds)):
        raise ServerLost(
            f"servers were lost in {replays + 1} plays one after the other; see the warnings for their last words"
        )
    return [played[seed] for seed in seeds]


def _play_batch(
    env: FactorioVectorEnv, policy: Policy, seeds: Sequence[int], watchers: Sequence[Watcher]
) -> list[Episode]:
    """Plays at most as many episodes as there are arenas; arenas too many play a copy of the last."""
    padded = [*seeds, *[seeds[-1]] * (env.num_envs - len(seeds))]
    observations, info = env.reset(seed=padded)
    policy.begin(np.array(padded, dtype=np.uint64))
    recorder = Recorder(seeds)
    while recorder.running.any():
        for watcher in watchers:
            watcher.before_step(env)
        actions = policy.act(observations, info["action_mask"])
        if actions is None:
            raise PolicyError(f"the policy {type(policy).__name__} gave no actions: act() must return an array")
        actions = np.asarray(actions)
        outcome = env.step(actions)
        observations, *_, info = outcome
        ended = recorder.note(actions, outcome)
        for watcher in watchers:
            watcher.after_step(env, outcome)
            for row in ended:
                watcher.ended(env, recorder, int(row))
    return recorder.episodes()
