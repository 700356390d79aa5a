"""A vector environment whose actions are intents: what a policy chooses by number, carried out as commands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from gymnasium import spaces
from gymnasium.vector import VectorEnv
from gymnasium.vector.utils import batch_space
from numpy.typing import NDArray

import harness
from agent.memory import recall, with_memory
from agent.options.intents.defence import DefenceKit
from agent.options.intents.field import FieldKit
from agent.options.intents.kit import IntentKit


def make_kit(env: harness.FactorioVectorEnv, arenas: int) -> IntentKit:
    """The kit for a scenario's task.

    Raises:
        PolicyError: if there are no intents for such a task.
    """
    task = env.scenario.task.kind
    if task in ("gather", "automate", "unattended"):
        return FieldKit(env, arenas)
    if task == "defend":
        return DefenceKit(env, arenas)
    raise harness.PolicyError(f"there are no intents for the task {task}; there are for gather, automate, "
        "unattended and defend")


class IntentEncoder:
    """Gives what a kit has seen last: encoding is done where the questions are asked.

    Features are the arena's columns, then those of each intent in turn.
    """

    architecture = "IntentPolicy"

    def __init__(self, kit: IntentKit) -> None:
        self.kit, self.frame = kit, kit.scenario.frame
        self.feature_names = feature_names(type(kit))
        self.latest = np.zeros((kit.arenas, len(self.feature_names)), dtype=np.float32)

    def forget(self) -> None:
        """Everything will be asked for again."""
        self.kit.begins[:] = True

    def see(self, frames: NDArray[Any]) -> None:
        """Brings the features up to date."""
        known, rows = self.kit.see(frames)
        self.latest[:, : known.shape[1]] = known
        self.latest[:, known.shape[1] :] = rows.reshape(len(rows), -1)

    def encode(self, frames: NDArray[Any], out: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
        """The features of the frames that were seen last, float32 [N, len(feature_names)]."""
        if out is None:
            return self.latest.copy()
        out[...] = self.latest
        return out


def feature_names(kit: type[IntentKit]) -> tuple[str, ...]:
    """One name a feature: the arena's columns, then `intent.column` for every intent and column."""
    return (*kit.global_names, *(f"{intent}.{name}" for intent in kit.intents for name in kit.row_names))


class IntentEnv(VectorEnv[NDArray[np.uint8], NDArray[np.int64], NDArray[Any]]):
    """Arenas with the action set `commands`, played by the numbers of intents.

    Observations are the frames as they are; `encoder` gives what intents are chosen by, and `info["action_mask"]`
    bool [N, C] which of them make sense.
    """

    def __init__(self, env: harness.FactorioVectorEnv) -> None:
        self.inner, self.scenario, self.num_envs = env, env.scenario, env.num_envs
        self.metadata = env.metadata
        self.kit = make_kit(env, env.num_envs)
        self.encoder = IntentEncoder(self.kit)
        self.action_names = self.kit.intents
        self.commands = np.zeros((self.num_envs, 1 + harness.constants.FACTORIO_PARAMETERS))
        self.single_observation_space = env.single_observation_space
        self.single_action_space = spaces.Discrete(len(self.action_names))
        self.observation_space = env.observation_space
        self.action_space = batch_space(self.single_action_space, self.num_envs)

    def reset(
        self, *, seed: int | Sequence[int] | None = None, options: dict[str, Any] | None = None
    ) -> tuple[NDArray[np.uint8], dict[str, Any]]:
        """As `harness.FactorioVectorEnv.reset`."""
        observation, info = self.inner.reset(seed=seed, options=options)
        self.kit.begins[:] = True
        self._see(observation, info)
        return observation, info

    def step(self, actions: NDArray[np.int64]) -> Any:
        """Carries out the chosen intents for one step; as `harness.FactorioVectorEnv.step`."""
        self.commands = self.kit.commands(np.asarray(actions), self._frames)
        outcome = self.inner.step(self.commands)
        self._see(outcome[0], outcome[4])
        return outcome

    def _see(self, observation: NDArray[np.uint8], info: dict[str, Any]) -> None:
        self._frames = harness.fields(observation, self.scenario.frame)
        self.encoder.see(self._frames)
        info["action_mask"] = self.kit.targets.allowed.copy()

    def query(self, arena: int, kind: str, **where: Any) -> NDArray[Any]:
        """As `harness.FactorioVectorEnv.query`."""
        return self.inner.query(arena, kind, **where)

    def snapshot(self) -> bytes:
        """As `harness.FactorioVectorEnv.snapshot`, with what the kit remembers."""
        self._frames = self._frames.copy()  # the exchange of a snapshot may overwrite them
        return with_memory(self.kit.state(), self.inner.snapshot())

    def restore(self, snapshot: bytes) -> tuple[NDArray[np.uint8], dict[str, Any]]:
        """As `harness.FactorioVectorEnv.restore`.

        Raises:
            SnapshotError: if it is not one of this environment.
        """
        observation, info = self.inner.restore(recall(self.kit.state(), snapshot, self.scenario.name))
        frames = harness.fields(observation, self.scenario.frame)
        self._frames = frames
        known, rows = self.kit.survey(frames)
        self.encoder.latest[...] = np.concatenate([known, rows.reshape(len(rows), -1)], axis=1)
        info["action_mask"] = self.kit.targets.allowed.copy()
        return observation, info

    def close_extras(self, **kwargs: Any) -> None:
        """Ends the servers."""
        self.inner.close()
