"""Many arenas behind the interface of Stable-Baselines3: for its learners, and with masks for sb3-contrib's."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from gymnasium.vector import AutoresetMode
from numpy.typing import NDArray
from stable_baselines3.common.vec_env import VecEnv

from harness.errors import HarnessError

#: The method that MaskablePPO asks for by name: the one with a value of its own for every arena.
_MASKS = "action_masks"


class StableBaselinesEnv(VecEnv):
    """`num_envs` arenas as one `VecEnv`; all of them are stepped in one exchange with each server.

    Where an episode ends, the observation is the first of the next one, as learners expect it, and its `info` has
    `terminal_observation`, `TimeLimit.truncated`, `is_success`, and `episode` with return `r`, length `l` and time `t`
    as a `VecMonitor` would write it: `rollout/ep_rew_mean` and `rollout/success_rate` are there without one. An arena
    whose server was lost is cut there: truncated, reward 0, `server_lost` in its `info`, no `episode`.

    `MaskablePPO` finds `action_masks`. Attributes and methods of the `FactorioVectorEnv` are reached through `arenas`.
    """

    def __init__(self, arenas: Any) -> None:
        """Takes over an environment of `make_vec`, and closes it in the end.

        Args:
            arenas: a `FactorioVectorEnv`, or a wrapper around one, with `autoreset_mode=SAME_STEP`.

        Raises:
            ValueError: if it has another autoreset mode.
        """
        mode = arenas.metadata["autoreset_mode"]
        if mode is not AutoresetMode.SAME_STEP:
            raise ValueError(f"the arenas' autoreset_mode is {mode.name}; learners of Stable-Baselines3 need SAME_STEP")
        self.arenas = arenas
        self._actions: Any = None
        self._masks: NDArray[np.bool_] | None = None
        self._begun = time.monotonic()
        super().__init__(arenas.num_envs, arenas.single_observation_space, arenas.single_action_space)

    def reset(self) -> Any:
        """Begins new episodes everywhere; with the seeds of `seed`, where it has been called since the last reset."""
        seeds = [seed for seed in self._seeds if seed is not None]
        options = next((options for options in self._options if options), None)
        observations, info = self.arenas.reset(seed=seeds or None, options=options)
        self._reset_seeds()
        self._reset_options()
        self._masks = info["action_mask"]
        return observations

    def step_async(self, actions: Any) -> None:
        """Keeps the actions for `step_wait`."""
        self._actions = actions

    def step_wait(self) -> tuple[Any, NDArray[np.float32], NDArray[np.bool_], list[dict[str, Any]]]:
        """Steps every arena; observations, rewards, ends and a dictionary an arena."""
        observations, rewards, terminated, truncated, info = self.arenas.step(self._actions)
        self._masks = info["action_mask"]
        infos: list[dict[str, Any]] = [{"TimeLimit.truncated": False} for _ in range(self.num_envs)]
        if "final_obs" in info:
            for row in info["_final_obs"].nonzero()[0].tolist():
                infos[row] = self._last_words(info, row, bool(truncated[row]))
        return observations, rewards, terminated | truncated, infos

    def _last_words(self, info: dict[str, Any], row: int, truncated: bool) -> dict[str, Any]:
        """What is told of an arena whose episode has ended."""
        told = {"TimeLimit.truncated": truncated, "terminal_observation": info["final_obs"][row]}
        if "server_lost" in info and info["server_lost"][row]:
            return told | {"server_lost": True}
        episode = {
            "r": float(info["episode_return"][row]), "l": int(info["episode_length"][row]),
            "t": round(time.monotonic() - self._begun, 6),
        }  # fmt: skip
        return told | {"is_success": bool(info["success"][row]), "episode": episode}

    def action_masks(self) -> NDArray[np.bool_]:
        """Which actions make sense now, bool [n, k].

        Raises:
            HarnessError: before the first reset.
        """
        if self._masks is None:
            raise HarnessError("action_masks() needs a state; call reset() first")
        return self._masks

    def close(self) -> None:
        """Ends the servers."""
        self.arenas.close()

    def get_images(self) -> Sequence[NDArray[np.uint8] | None]:
        """A picture of every arena; `render` makes one of them all."""
        return self.arenas.render() or [None] * self.num_envs

    def get_attr(self, attr_name: str, indices: Any = None) -> list[Any]:
        """The arenas share one environment: its attribute, once for each of them."""
        value = self.action_masks if attr_name == _MASKS else self._attribute(attr_name)
        return [value for _ in self._get_indices(indices)]

    def set_attr(self, attr_name: str, value: Any, indices: Any = None) -> None:
        """Sets an attribute of the environment that the arenas share.

        Raises:
            ValueError: for some of the arenas only.
        """
        self._all_of(indices, f"set {attr_name!r}")
        setattr(self.arenas.unwrapped, attr_name, value)

    def env_method(self, method_name: str, *method_args: Any, indices: Any = None, **method_kwargs: Any) -> list[Any]:
        """`action_masks`, an arena's row each; or calls a method of the environment that the arenas share, once.

        Returns:
            One value an arena: of `action_masks` its own, of any other method the same.
        """
        rows = list(self._get_indices(indices))
        if method_name == _MASKS:
            return list(self.action_masks()[rows])
        value = self._attribute(method_name)(*method_args, **method_kwargs)
        return [value for _ in rows]

    def env_is_wrapped(self, wrapper_class: Any, indices: Any = None) -> list[bool]:
        """Whether the wrapper is one of those around the arenas."""
        env, found = self.arenas, False
        while env is not self.arenas.unwrapped:
            found, env = found or isinstance(env, wrapper_class), env.env
        return [found for _ in self._get_indices(indices)]

    def _attribute(self, name: str) -> Any:
        """Of the outermost wrapper that has it."""
        return getattr(self.arenas, name) if hasattr(self.arenas, name) else getattr(self.arenas.unwrapped, name)

    def _all_of(self, indices: Any, what: str) -> None:
        rows: Iterable[int] = self._get_indices(indices)
        if sorted(rows) != list(range(self.num_envs)):
            raise ValueError(f"cannot {what} of some arenas only: all share one environment; leave `indices` out")
