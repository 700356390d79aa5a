"""One arena as a Gymnasium environment."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gymnasium
import numpy as np
from numpy.typing import NDArray

from harness.envs.action_check import make_check
from harness.envs.action_sets import action_names, action_space
from harness.envs.counters import Counters
from harness.envs.fleet import Fleet
from harness.envs.group import ArenaGroup
from harness.envs.queries import prototype_number
from harness.envs.query import WHOLE_MAP, Area
from harness.envs.rendering import Renderer
from harness.envs.seeds import base_seeds
from harness.envs.snapshot import restore_fleet, state_hash, take_snapshot
from harness.envs.spaces import observation_space
from harness.errors import InvalidAction, ResetNeeded
from harness.scenarios import Scenario, ScenarioLike, load_scenario
from harness.servers import Door, ServerConfig, ServerKind, ServerSpec, default_door


class FactorioEnv(gymnasium.Env[NDArray[np.uint8], Any]):
    """One arena on one headless server.

    The observation is a raw frame, uint8 [frame_bytes]; `harness.fields(observation, env.scenario.frame)`
    names its fields. The action is a whole number; `env.action_names` says what it means. (Of the action set
    `commands` it is a row of nine numbers, which `harness.commands` writes.)

    Every `info` has `action_mask` bool [k] and `success`; `server_lost` is there, and True, when the server
    was lost: the step is broken, the episode truncated, and the next reset goes on with another server.

    `reset(seed=s)` begins the first episode of seed s, `reset()` the next one of the same seed. Episode for
    episode they are those of arena i of a `FactorioVectorEnv` whose seed for arena i, in a sequence of seeds, is s.
    """

    metadata = Renderer.metadata

    def __init__(
        self,
        scenario: ScenarioLike,
        seed: int = 0,
        timeout: float = 10.0,
        server: ServerKind = "standin",
        door: Door | None = None,
        factorio_bin: Path | None = None,
        config: ServerConfig | None = None,
        command: Sequence[str] | None = None,
        render_mode: str | None = None,
    ) -> None:
        """Starts the server and returns when it can be stepped.

        Args:
            scenario: name, path of a scenario file, or a scenario.
            seed: of the first `reset()` that is given none.
            timeout: seconds that a step may take before the server counts as lost.
            server: the stand-in, or the user's own Factorio.
            door: native (the stand-in's own, fast) or stock (RCON and the mod, as a real game has it); None: the
                server's fastest.
            factorio_bin: the Factorio binary; looked for in the usual places when None.
            config: of the server; the defaults when None.
            command: words to start the server with, before the flags; for builds of one's own.
            render_mode: rgb_array: `render` draws the arena; None: it gives None.

        Raises:
            ScenarioError: if the scenario cannot be loaded.
            ServerError: if the server does not start.
            ValueError: if there is no such render mode.
        """
        self._fleet: Fleet | None = None
        self.scenario: Scenario = load_scenario(scenario)
        self._renderer = Renderer(self.scenario, render_mode)
        self.render_mode = render_mode
        self.metadata = self._renderer.metadata
        self.action_names = action_names(self.scenario.actions)
        self.observation_space = observation_space(self.scenario.frame)
        self.action_space = action_space(self.scenario.actions)
        self._seed: int | None = seed
        self._running = self._has_begun = False
        self._check = make_check(self.scenario.actions, 1)
        spec = ServerSpec(
            scenario=self.scenario,
            arenas=1,
            kind=server,
            door=door or default_door(server),
            binary=factorio_bin,
            config=config or ServerConfig(),
            command=None if command is None else tuple(command),
        )
        self._fleet = Fleet(spec, 1, timeout)

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[NDArray[np.uint8], dict[str, Any]]:
        """Begins an episode.

        Args:
            seed: base seed; None goes on with the next episode of the last one.
            options: must be empty: nothing of a scenario can be changed at a reset.

        Returns:
            Observation and info.

        Raises:
            ServerError: if servers are lost again and again.
            ValueError: if there are options, or the seed is negative.
        """
        super().reset(seed=seed)
        if options:
            raise ValueError(
                f"reset() knows no options, got {sorted(options)}; a changed scenario is another environment"
            )
        fleet = self._open_fleet()
        seed = self._seed if seed is None else seed
        self._seed = None
        if seed is not None:
            fleet.reseed(*base_seeds([seed], 1))
        fleet.reset()
        self._running = self._has_begun = True
        return self._observation(), self._info(lost=False)

    def step(self, action: Any) -> tuple[NDArray[np.uint8], float, bool, bool, dict[str, Any]]:
        """Steps the arena by `scenario.ticks_per_step` ticks.

        Args:
            action: a whole number; a row of nine numbers for the action set `commands`.

        Returns:
            Observation, reward, terminated, truncated, info.

        Raises:
            InvalidAction: if the action is not possible; nothing has been stepped.
            ResetNeeded: before the first reset, and after the end of an episode.
            ServerError: if a lost server cannot be started again.
        """
        fleet = self._open_fleet()
        if not self._running:
            raise ResetNeeded("no episode is running; call reset() first")
        if np.shape(action) != self.action_space.shape:
            raise InvalidAction(f"the action has shape {np.shape(action)}; {self._wanted()} is expected")
        fleet.step(self._check([action]))
        verdicts = fleet.batch.verdicts
        self._running = not bool(fleet.batch.done[0])
        return (
            self._observation(),
            float(verdicts.reward[0]),
            bool(verdicts.terminated[0]),
            bool(verdicts.truncated[0]),
            self._info(fleet.note_losses()),
        )

    def action_masks(self) -> NDArray[np.bool_]:
        """Which actions make sense now, bool [k]: that of the newest `info`, by the name that MaskablePPO calls.

        Raises:
            ResetNeeded: before the first reset.
        """
        self._begun_group("action_masks")
        mask: NDArray[np.bool_] = self._open_fleet().batch.action_mask[0]
        return mask.copy()

    def query(self, kind: str, area: Area = WHOLE_MAP, scale: int = 1) -> NDArray[Any]:
        """Asks for something that the frame does not carry; see `FactorioVectorEnv.query`.

        Raises:
            ResetNeeded: before the first reset.
            ValueError: if there is no such kind, or a number is out of its range.
            ServerLost: if the server is lost meanwhile.
        """
        return self._begun_group("query").query(0, kind, area, scale)

    @property
    def prototype_names(self) -> dict[str, list[str]]:
        """Names of prototypes by kind (item, entity, recipe, technology, fluid): number i is at i - 1."""
        return self._open_fleet().groups[0].server.prototype_names

    def prototype_number(self, kind: str, name: str) -> int:
        """The number of a prototype, as `env.prototype_number("item", "stone-furnace")`.

        Raises:
            ValueError: if there is no such kind or name, with those that are near.
        """
        return prototype_number(self.prototype_names, kind, name)

    def render(self) -> NDArray[np.uint8] | None:
        """A picture of the arena, uint8 [height, width, 3]; None where no render mode was asked for.

        Raises:
            HarnessError: if Pillow is not installed.
            ResetNeeded: before the first reset.
        """
        if self.render_mode is None:
            return None
        return self._renderer.picture(self._begun_group("render"), 0)

    def snapshot(self) -> bytes:
        """Everything that decides how the run goes on; see `FactorioVectorEnv.snapshot`."""
        return take_snapshot(self._open_fleet())

    def restore(self, snapshot: bytes) -> tuple[NDArray[np.uint8], dict[str, Any]]:
        """Puts a snapshot back; returns observation and info of the moment that it was taken.

        Raises:
            SnapshotError: if it does not fit or is damaged.
            ServerLost: if the server is lost meanwhile.
        """
        fleet = self._open_fleet()
        restore_fleet(fleet, snapshot)
        self._has_begun = True
        self._running = not bool(fleet.batch.done[0])
        return self._observation(), self._info(lost=False)

    def state_hash(self) -> str:
        """SHA-256 of the state that `snapshot` holds."""
        return state_hash(self._open_fleet())

    @property
    def counters(self) -> Counters:
        """What has happened since the environment was made."""
        return self._open_fleet().counters

    def close(self) -> None:
        """Ends the server; harmless when it is gone."""
        if self._fleet is not None:
            self._fleet.close()
            self._fleet = None

    def _open_fleet(self) -> Fleet:
        if self._fleet is None:
            raise ResetNeeded("the environment is closed; make another one")
        return self._fleet

    def _begun_group(self, what: str) -> ArenaGroup:
        group = self._open_fleet().groups[0]
        if not self._has_begun:
            raise ResetNeeded(f"{what}() needs a state; call reset() first")
        group.wait_ready()
        return group

    def _wanted(self) -> str:
        rows = self.action_space.shape
        return f"a row of {rows[0]} numbers, a type and parameters," if rows else "one whole number"

    def _observation(self) -> NDArray[np.uint8]:
        frame: NDArray[np.uint8] = self._open_fleet().groups[0].raw[0]
        return frame.copy()

    def _info(self, lost: bool) -> dict[str, Any]:
        batch = self._open_fleet().batch
        info: dict[str, Any] = {
            "action_mask": batch.action_mask[0].copy(),
            "success": bool(batch.verdicts.success[0]),
        }
        return info | {"server_lost": True} if lost else info
