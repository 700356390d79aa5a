"""A small world in numpy with the interface and the frames of the harness's vector environment.

It walks and mines roughly as the game does, starts no process, and takes no time: enough to test a learner.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from gymnasium import spaces
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space
from numpy.typing import NDArray

import harness

Step = tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.bool_], NDArray[np.bool_], dict[str, Any]]

#: Numbers of the frame kinds in comm_c/frames.h.
FRAME_KINDS = {"movement": 0, "mining": 1}
#: dx and dy of the actions stand, north, north-east ... north-west.
WALKS = np.array([(0, 0), (0, -1), (1, -1), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1)], dtype=np.float64)
MINE = 9
REACH_TILES = 2.7
TICKS_TO_MINE = 120
GRID_TILES = 16


class ToyEnv(VectorEnv[NDArray[np.uint8], NDArray[np.int64], NDArray[Any]]):
    """`count` arenas of `movement_micro` or `mining_micro`, in numpy.

    Args:
        scenario: the harness's scenario object; its frame decides which of the two worlds it is.
        count: number of arenas.
        lose: steps (counted from the first reset) at which arena 0's server is lost.
    """

    def __init__(self, scenario: Any, count: int, lose: tuple[int, ...] = ()) -> None:
        self.scenario, self.num_envs, self.lose = scenario, count, lose
        self.dtype_ = harness.frame_dtype(FRAME_KINDS[scenario.frame])
        self.mines = scenario.actions == "walk_and_mine"
        self.single_observation_space = spaces.Box(0, 255, (self.dtype_.itemsize,), np.uint8)
        self.single_action_space = spaces.Discrete(10 if self.mines else 9)
        self.action_names = [str(action) for action in range(self.single_action_space.n)]
        self.observation_space = batch_space(self.single_observation_space, count)
        self.action_space = batch_space(self.single_action_space, count)
        self.metadata = {"autoreset_mode": AutoresetMode.NEXT_STEP}
        self.frames = np.zeros(count, self.dtype_)
        self.base_seeds = np.zeros(count, np.uint64)
        self.episodes = np.zeros(count, np.uint64)
        self.done = np.zeros(count, bool)
        self.progress = np.zeros(count)
        self.clock = np.zeros(1, np.int64)

    def reset(self, *, seed: Any = None, options: Any = None) -> tuple[NDArray[np.uint8], dict[str, Any]]:
        """Begins the first episode of every arena; `seed` is one base seed, or one a arena."""
        arenas = np.arange(self.num_envs, dtype=np.uint64)
        one = np.ndim(seed) == 0
        seeds = mix(np.full(self.num_envs, seed or 0, np.uint64) + arenas) if one else np.array(seed, np.uint64)
        self.base_seeds[:], self.episodes[:], self.done[:], self.clock[:] = seeds, 0, False, 0
        self._begin(np.ones(self.num_envs, bool))
        return self._observation(), self._info()

    def step(self, actions: NDArray[np.int64]) -> Step:
        """One step of every arena; an arena whose episode has ended is reset instead."""
        self.clock += 1
        before = self.frames.copy()
        resetting = self.done.copy()
        self._walk(actions)
        if self.mines:
            self._mine(actions)
        self.frames["timestamp"] += np.uint64(self.scenario.ticks_per_step)
        success = self._success() & ~resetting
        rewards = np.where(resetting, 0, self._rewards(before, success)).astype(np.float32)
        truncated = ~resetting & ~success & (self.frames["timestamp"] >= self.scenario.episode_ticks)
        lost = np.zeros(self.num_envs, bool)
        lost[0] = self.clock[0] in self.lose
        success, truncated = success & ~lost, truncated | lost
        rewards[lost] = np.nan
        self._begin(resetting)
        self.done = success | truncated
        info = self._info() | {"success": success} | ({"server_lost": lost} if lost.any() else {})
        return self._observation(), rewards, success, truncated, info

    def snapshot(self) -> bytes:
        """The whole state."""
        return b"".join(array.tobytes() for array in self._state())

    def restore(self, snapshot: bytes) -> tuple[NDArray[np.uint8], dict[str, Any]]:
        """Takes over a state of `snapshot`."""
        at = 0
        for array in self._state():
            array[...] = np.frombuffer(snapshot, array.dtype, array.size, at).reshape(array.shape)
            at += array.nbytes
        return self._observation(), self._info()

    def save_arena(self, arena: int) -> dict[str, Any]:
        """The course of one arena's episode."""
        return {"frame": self.frames[arena].copy(), "progress": self.progress[arena]}

    def load_arenas(self, arenas: Any, states: Any) -> tuple[NDArray[np.uint8], dict[str, Any]]:
        """Puts states of `save_arena` into arenas."""
        for arena, state in zip(arenas, states, strict=True):
            self.frames[arena], self.progress[arena] = state["frame"], state["progress"]
            self.done[arena] = False
        return self._observation(), self._info()

    def _state(self) -> tuple[NDArray[Any], ...]:
        return (self.frames, self.base_seeds, self.episodes, self.done, self.progress, self.clock)

    def _observation(self) -> NDArray[np.uint8]:
        return self.frames.view(np.uint8).reshape(self.num_envs, -1).copy()

    def _info(self) -> dict[str, Any]:
        mask = np.ones((self.num_envs, self.single_action_space.n), bool)
        if self.mines:
            mask[:, MINE] = self.frames["resources"]["reachable"][:, 0] == 1
        return {"action_mask": mask, "success": np.zeros(self.num_envs, bool)}

    def _draw(self, which: NDArray[np.bool_], number: int, low: float, high: float) -> NDArray[np.float64]:
        bits = mix(mix(self.base_seeds[which] + self.episodes[which]) + np.uint64(number))
        return low + (high - low) * np.floor((bits >> np.uint64(40)).astype(np.float64)) / 2**24

    def _begin(self, which: NDArray[np.bool_]) -> None:
        frames = np.zeros(int(which.sum()), self.dtype_)
        area, goal = self.scenario.reset.start_area, self.scenario.reset.goal
        frames["player_pos"][:, 0] = self._draw(which, 0, area.left, area.right)
        frames["player_pos"][:, 1] = self._draw(which, 1, area.top, area.bottom)
        if goal is not None:
            angle = self._draw(which, 2, 0, 2 * np.pi)
            distance = self._draw(which, 3, goal.min_distance, goal.max_distance)
            frames["goal_pos"][:, 0] = frames["player_pos"][:, 0] + distance * np.cos(angle)
            frames["goal_pos"][:, 1] = frames["player_pos"][:, 1] + distance * np.sin(angle)
            np.clip(frames["goal_pos"], goal.area.left, goal.area.right, out=frames["goal_pos"])
        frames["health"], frames["flags"] = 250, 1 | 16
        self.frames[which] = frames
        self.episodes[which] += np.uint64(1)
        self.progress[which] = 0
        self._look()

    def _walk(self, actions: NDArray[np.int64]) -> None:
        frames, moves = self.frames, WALKS[np.where(actions == MINE, 0, actions)]
        length = np.maximum(np.hypot(moves[:, 0], moves[:, 1]), 1)[:, None]
        before = frames["player_pos"].copy()
        width, _ = self.scenario.map.sides
        after = before + moves / length * 0.15 * self.scenario.ticks_per_step
        frames["player_pos"] = np.clip(after, -width / 2 + 0.5, width / 2 - 0.5)
        frames["displacement"] = frames["player_pos"] - before
        frames["walked"] += np.hypot(frames["displacement"][:, 0], frames["displacement"][:, 1])
        walking = (actions > 0) & (actions < MINE)
        frames["direction"] = np.where(walking, (actions - 1) * 2, frames["direction"])
        frames["flags"] = 1 + 2 * walking + 4 * (actions == MINE)
        self._look()

    def _look(self) -> None:
        """Fills what follows from the positions: the goal's distance, the nearest ore."""
        frames, position = self.frames, self.frames["player_pos"].astype(np.float64)
        offset = frames["goal_pos"] - position
        frames["goal_distance"] = np.hypot(offset[:, 0], offset[:, 1])
        if self.mines:
            ore = np.round(position / GRID_TILES) * GRID_TILES - position
            frames["resources"]["offset"][:, 0] = ore
            frames["resources"]["amount"][:, 0], frames["resources"]["resource"][:, 0] = 1000, 1
            frames["resources"]["reachable"][:, 0] = np.hypot(ore[:, 0], ore[:, 1]) <= REACH_TILES
            frames["resources_in_range"] = 1

    def _mine(self, actions: NDArray[np.int64]) -> None:
        mining = (actions == MINE) & (self.frames["resources"]["reachable"][:, 0] == 1)
        self.progress += mining * (self.scenario.ticks_per_step / TICKS_TO_MINE)
        mined = self.progress >= 1 - 1e-9
        self.progress[mined] = 0
        self.frames["mined_total"] += mined
        self.frames["item_counts"][:, 1] += mined
        self.frames["mining_progress"] = self.progress

    def _success(self) -> NDArray[np.bool_]:
        task = self.scenario.task
        if task.kind == "reach_goal":
            return self.frames["goal_distance"] <= task.radius
        return self.frames["mined_total"] >= task.count

    def _rewards(self, before: NDArray[Any], success: NDArray[np.bool_]) -> NDArray[np.floating]:
        task = self.scenario.task
        rewards = task.step_reward + task.success_reward * success
        if task.kind == "reach_goal":
            return rewards + task.progress_reward * (before["goal_distance"] - self.frames["goal_distance"])
        nearer = [np.hypot(*f["resources"]["offset"][:, 0].T) for f in (before, self.frames)]
        mined = self.frames["mined_total"].astype(np.float64) - before["mined_total"]
        return rewards + task.item_reward * mined + task.approach_reward * (nearer[0] - nearer[1])


def mix(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Finaliser of SplitMix64, after its increment."""
    with np.errstate(over="ignore"):
        values = values + np.uint64(0x9E3779B97F4A7C15)
        values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return values ^ (values >> np.uint64(31))
