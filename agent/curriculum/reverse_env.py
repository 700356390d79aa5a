"""Arenas whose episodes begin at moments of demonstrations, the later the less the learner knows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import harness
from agent.curriculum.starts import Demonstration, Moments, ReverseConfig, ReverseStarts, moments_of
from agent.demos import read_demonstrations
from agent.environments import needs_environment
from agent.errors import AgentError
from agent.memory import recall, with_memory


class ReverseStartEnv:
    """A vector environment with starts of its own; everything else is the environment's.

    An episode that the environment begins is moved to a drawn moment of a drawn demonstration before anybody sees it.
    The draws come from the seed and their number, which is part of a snapshot.

    Args:
        env: arenas that can be saved and loaded one by one.
        moments: of demonstrations.
        config: how starts move back.
        seed: of the draws.
    """

    def __init__(self, env: Any, moments: Sequence[Moments], config: ReverseConfig, seed: int) -> None:
        self.inner, self.moments, self.config, self.seed = env, list(moments), config, seed
        self.starts = ReverseStarts(config, max(one.length for one in self.moments))
        self._is_moved = np.zeros(env.num_envs, dtype=np.bool_)
        """Whose episode began at a moment of the present starts."""
        self._ended = np.zeros(env.num_envs, dtype=np.bool_)
        self._draws = np.zeros(1, dtype=np.int64)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def numbers(self) -> dict[str, float]:
        """What the record tells of the starts."""
        return {"reverse_left_steps": self.starts.left_steps, "reverse_success": self.starts.success_rate}

    def reset(self, **options: Any) -> tuple[NDArray[np.uint8], dict[str, Any]]:
        """As `harness.FactorioVectorEnv.reset`, with starts of its own."""
        observation, info = self.inner.reset(**options)
        self._ended[:] = False
        return self._move(np.arange(self.inner.num_envs), observation, info)

    def step(self, actions: Any) -> Any:
        """As `harness.FactorioVectorEnv.step`; what an ended arena shows next is a start of its own."""
        begun = np.flatnonzero(self._ended)
        observation, rewards, terminated, truncated, info = self.inner.step(actions)
        lost = info.get("server_lost", np.zeros_like(self._ended))
        self._ended = terminated | truncated
        counts = self._ended & self._is_moved & ~lost
        if counts.any():
            before = self.starts.left_steps
            self.starts.note(info["success"][counts].tolist())
            if self.starts.left_steps != before:  # episodes from the starts before tell nothing of the present ones
                self._is_moved[:] = False
        begun = begun[~self._ended[begun]]
        if begun.size:
            observation, info = self._move(begun, observation, info)
        return observation, rewards, terminated, truncated, info

    def _move(
        self, arenas: NDArray[np.integer], observation: NDArray[np.uint8], info: dict[str, Any]
    ) -> tuple[NDArray[np.uint8], dict[str, Any]]:
        """Moves episodes that have just begun to drawn moments."""
        self._is_moved[arenas] = False
        if self.starts.is_finished:
            return observation, info
        random = np.random.default_rng([self.seed, int(self._draws[0])])
        self._draws += 1
        drawn = [(int(arena), state) for arena in arenas if (state := self._draw(random)) is not None]
        if not drawn:
            return observation, info
        chosen = [arena for arena, _ in drawn]
        try:
            observation, shown = self.inner.load_arenas(chosen, [state for _, state in drawn])
        except harness.ServerLost:  # the next step notices, and marks its transitions as broken
            return observation, info
        self._is_moved[chosen] = True
        return observation, info | {"action_mask": shown["action_mask"]}

    def _draw(self, random: np.random.Generator) -> Any | None:
        """A state; None for the scenario's own start."""
        if random.random() < self.config.bare_share:
            return None
        one = self.moments[int(random.integers(len(self.moments)))]
        return one.with_left(random.uniform(0, self.starts.left_steps))

    def _memory(self) -> dict[str, NDArray[Any]]:
        own = {"is_moved": self._is_moved, "ended": self._ended, "draws": self._draws}
        return own | self.starts.state()

    def snapshot(self) -> bytes:
        """As `harness.FactorioVectorEnv.snapshot`, with how far the starts have moved."""
        return with_memory(self._memory(), self.inner.snapshot())

    def restore(self, snapshot: bytes) -> tuple[NDArray[np.uint8], dict[str, Any]]:
        """As `harness.FactorioVectorEnv.restore`.

        Raises:
            SnapshotError: if it is not one of this environment.
        """
        memory = {name: array.copy() for name, array in self._memory().items()}
        outcome: tuple[NDArray[np.uint8], dict[str, Any]] = self.inner.restore(
            recall(memory, snapshot, self.inner.scenario.name)
        )
        self._is_moved, self._ended, self._draws = memory["is_moved"], memory["ended"], memory["draws"]
        self.starts.load(memory)
        return outcome

    def close(self) -> None:
        """Ends the servers."""
        self.inner.close()


def with_reverse_starts(env: Any, folder: Path, config: ReverseConfig, seed: int) -> ReverseStartEnv:
    """Puts reverse starts around arenas, from the successful episodes of a folder of demonstrations.

    Args:
        env: arenas; they are reset.
        folder: demonstrations of their scenario.
        config: how starts move back.
        seed: of the draws.

    Raises:
        DemoCorrupt: if the demonstrations cannot be read.
        AgentError: if they are of another scenario, none is a success, or the scenario's policies see more than frames.
    """
    scenario, shown = env.scenario, read_demonstrations(folder)
    if needs_environment(scenario):
        raise AgentError(
            f"--reverse-starts cannot be used in {scenario.name}: its policies remember what they have seen since the "
            "reset, which a start in the middle of an episode does not tell"
        )
    if shown.manifest.scenario != scenario.name:
        raise AgentError(f"{folder} holds demonstrations of {shown.manifest.scenario}, not of {scenario.name}")
    found = [Demonstration(one.entry.seed, one.actions) for one in shown if one.entry.success]
    return ReverseStartEnv(env, moments_of(env, found, config.moments), config, seed)
