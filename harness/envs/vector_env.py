"""Many arenas on one or more servers as one Gymnasium vector environment."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space
from numpy.typing import NDArray

from harness.envs.action_check import make_check
from harness.envs.action_sets import action_names, action_space
from harness.envs.batch import Batch
from harness.envs.fleet import Fleet, in_turn
from harness.envs.group import ArenaGroup
from harness.envs.instruments import Instruments
from harness.envs.moments import Mode, Moments
from harness.envs.queries import Queries
from harness.envs.rendering import Renderer
from harness.envs.same_step import Step as Step
from harness.envs.same_step import begin_next_episodes
from harness.envs.seeds import base_seeds
from harness.envs.spaces import observation_space
from harness.envs.turns import Turns
from harness.errors import ResetNeeded
from harness.scenarios import Scenario, ScenarioLike, load_scenario
from harness.servers import Door, ServerConfig, ServerKind, ServerSpec, default_door


class FactorioVectorEnv(Moments, Queries, Instruments, VectorEnv[NDArray[np.uint8], Any, NDArray[Any]]):
    """`num_envs` arenas, spread over `num_servers` headless servers and stepped in lock step.

    Observations are raw frames, uint8 [n, frame_bytes]; `harness.fields(observations, env.scenario.frame)`
    names their fields. Actions are whole numbers, one an arena; `env.action_names` says what they mean. (Of the
    action set `commands` they are rows of nine numbers: see `harness.envs.action_sets.Commands`.)

    Autoreset is Gymnasium's NEXT_STEP: where an episode has ended, the observation is its last one, and the
    next step ignores the arena's action, resets it, and gives reward 0. With SAME_STEP the observation is the first of
    the next episode, the last one stands in `info["final_obs"]`, and no step is a reset; steps in which episodes end
    take a second exchange. `terminated` is success or death, `truncated` the time limit or a lost server; never both.

    Every `info` has `action_mask` bool [n, k], `success` bool [n], and the running statistics
    `episode_return` float32 [n] and `episode_length` int32 [n], which are final where `episode_over` bool [n] is
    set. `server_lost` bool [n] is there when a server was lost: the transitions that it marks are broken and
    must not be learned from.

    With `copy=False` nothing is copied: an observation is overwritten by the step after the next, everything
    else by the next. One server's observations are then the shared memory itself.

    Besides `step` there are `async_reset`, `recv` and `send`, which let the servers work while the caller thinks.
    `Queries` says what can be asked beside frames, `Moments` what can be kept and put back, `Instruments` what can be
    measured.
    """

    metadata = {"autoreset_mode": AutoresetMode.NEXT_STEP, **Renderer.metadata}
    """Of an environment, its own `autoreset_mode`."""

    def __init__(
        self,
        scenario: ScenarioLike,
        num_envs: int = 1,
        num_servers: int = 1,
        seed: int = 0,
        copy: bool = True,
        timeout: float = 10.0,
        server: ServerKind = "standin",
        door: Door | None = None,
        factorio_bin: Path | None = None,
        config: ServerConfig | None = None,
        command: Sequence[str] | None = None,
        scene_seed: int = 0,
        render_mode: str | None = None,
        autoreset_mode: AutoresetMode | str = AutoresetMode.NEXT_STEP,
    ) -> None:
        """Starts the servers and returns when all can be stepped.

        Args:
            scenario: name, path of a scenario file, or a scenario.
            num_envs: arenas of all servers together.
            num_servers: server processes; the results do not depend on it.
            seed: base seed of the first `reset()` that is given none.
            copy: whether what is returned belongs to the caller.
            timeout: seconds that an exchange may take before its server counts as lost.
            server: the stand-in, or the user's own Factorio.
            door: native (the stand-in's own, fast) or stock (RCON and the mod, as a real game has it); None: the
                server's fastest.
            factorio_bin: the Factorio binary; looked for in the usual places when None.
            config: of the servers; the defaults when None.
            command: words to start a server with, before the flags; for builds of one's own.
            scene_seed: seed of the first scene of the pool, 0..2^52; each next one takes the next number.
            render_mode: rgb_array: `render` draws every arena; None: it gives None.
            autoreset_mode: NEXT_STEP or SAME_STEP; or their values "NextStep" and "SameStep".

        Raises:
            ScenarioError: if the scenario cannot be loaded.
            ServerError: if a server does not start.
            ValueError: if there is no such render mode, or the autoreset mode is not one of the two, or is SAME_STEP
                together with `copy=False`.
        """
        self._mode = Mode.CLOSED  # there is nothing to close until the servers are up
        self._is_same_step = _is_same_step(autoreset_mode, copy)
        self.scenario: Scenario = load_scenario(scenario)
        self._renderer = Renderer(self.scenario, render_mode)
        self.render_mode = render_mode
        mode = {"autoreset_mode": AutoresetMode(autoreset_mode)}
        self.metadata = {**self.metadata, **self._renderer.metadata, **mode}
        self.action_names = action_names(self.scenario.actions)
        self.num_envs = num_envs
        self.single_observation_space = observation_space(self.scenario.frame)
        self.single_action_space = action_space(self.scenario.actions)
        self.observation_space = batch_space(self.single_observation_space, num_envs)
        self.action_space = batch_space(self.single_action_space, num_envs)
        self._copy = copy
        self._seed: int | Sequence[int] | None = seed
        self._env_ids = np.arange(num_envs)
        self._check = make_check(self.scenario.actions, num_envs)
        spec = ServerSpec(
            scenario=self.scenario,
            arenas=num_envs,
            servers=num_servers,
            kind=server,
            door=door or default_door(server),
            binary=factorio_bin,
            config=config or ServerConfig(),
            command=None if command is None else tuple(command),
            scene_seed=scene_seed,
        )
        self._fleet = Fleet(spec, num_servers, timeout)
        self._observations = self._fleet.observations
        self._turns = Turns(self._fleet.groups)
        self._mode = Mode.NEW

    # ---- step

    def reset(
        self, *, seed: int | Sequence[int] | None = None, options: dict[str, Any] | None = None
    ) -> tuple[NDArray[np.uint8], dict[str, Any]]:
        """Begins a new episode in every arena.

        Args:
            seed: base seed: arenas and episodes take theirs from it, the arena's number and the episode's
                number. A sequence gives every arena a base seed of its own, and then the episodes that a
                `FactorioEnv` with that seed plays. None goes on with the next episodes; the first time it is
                the constructor's seed.
            options: must be empty: nothing of a scenario can be changed at a reset.

        Returns:
            Observations and info.

        Raises:
            ServerError: if a server is lost again and again.
            ValueError: if there are options, or seeds that are not one for each arena.
        """
        if options:
            raise ValueError(
                f"reset() knows no options, got {sorted(options)}; a changed scenario is another environment"
            )
        self._begin(seed)
        self._fleet.reset()
        self._mode = Mode.LOCK_STEP
        return self._shown()

    def step(self, actions: Any) -> Step:
        """Steps every arena.

        Args:
            actions: whole numbers [n].

        Returns:
            Observations, rewards, terminated, truncated, info.

        Raises:
            InvalidAction: if one action is not possible; nothing has been stepped.
            ResetNeeded: before the first `reset`, and between `async_reset` and `reset`.
            ServerError: if a lost server cannot be started again.
        """
        self._require(Mode.LOCK_STEP, "reset()")
        self._fleet.step(self._check(actions))
        outcome = self._outcome(self._fleet.batch, self._observations.latest, self._fleet.note_losses())
        if not (self._is_same_step and self._fleet.batch.done.any()):
            return outcome
        groups, rows = self._fleet.groups, slice(0, self.num_envs)
        return begin_next_episodes(outcome, self._fleet, groups, rows, lambda: self._observations.of_all().copy())

    # ---- asynchronous

    def async_reset(self, seed: int | Sequence[int] | None = None) -> None:
        """Begins a new episode in every arena and returns at once; `recv` fetches the observations.

        Args:
            seed: as in `reset`.

        Raises:
            ServerError: if a lost server cannot be started again.
        """
        self._begin(seed)
        for group in self._fleet.groups:
            group.send_resets()
        self._mode = Mode.ASYNCHRONOUS

    def recv(self) -> Step:
        """Waits until a server has answered.

        Returns:
            What `step` returns, for the arenas `info["env_id"]`, which are those of one server. The first
            time after `async_reset` rewards are 0 and nothing has ended.

        Raises:
            ResetNeeded: before `async_reset`.
            ValueError: when every server's answer has been received already.
            ServerError: if a lost server cannot be started again.
        """
        self._require(Mode.ASYNCHRONOUS, "async_reset()")
        group = self._turns.next_answered()
        self._observations.begin_one(group)
        group.receive(self._observations.room(group))
        lost = group.note_loss()
        outcome = self._outcome(group.batch, self._observations.of_group(group), lost)
        if self._is_same_step and group.batch.done.any():
            outcome = begin_next_episodes(outcome, self._fleet, [group], group.rows, lambda: self._begun(group))
        outcome[4]["env_id"] = self._env_ids[group.rows]
        return outcome

    def send(self, actions: Any, env_id: NDArray[np.integer]) -> None:
        """Sends the actions of one server's arenas and returns at once.

        Args:
            actions: whole numbers, one for each of `env_id`.
            env_id: as `recv` gave them in `info["env_id"]`.

        Raises:
            InvalidAction: if one action is not possible; nothing has been sent.
            ResetNeeded: before `async_reset`.
            ValueError: if `env_id` is not one server's, or that server's last step has not been received.
            ServerError: if a lost server cannot be started again.
        """
        self._require(Mode.ASYNCHRONOUS, "async_reset()")
        group = self._group_of(env_id)
        if group.in_flight:
            raise ValueError(f"arenas {env_id[0]}..{env_id[-1]} have a step on its way; recv() it first")
        group.send(self._check(actions, group.rows))

    # ---- measuring

    def write_actions(self, actions: Any, anew: NDArray[np.integer] | None = None) -> None:
        """Writes action frames without sending them, for `exchange`.

        Args:
            actions: as in `step`.
            anew: numbers of arenas that begin their next episode instead; None: those whose episode `step` has ended.

        Raises:
            InvalidAction: if one action is not possible.
        """
        self._require(Mode.LOCK_STEP, "reset()")
        checked = self._check(actions)
        if anew is not None:
            self._fleet.batch.done[:] = False
            self._fleet.batch.done[anew] = True
        for group in self._fleet.groups:
            group.write_actions(checked[group.rows])

    def exchange(self) -> None:
        """Steps every arena with the action frames that are there and looks at nothing that comes back.

        For measuring the transport. Episodes run on until `write_actions` begins others; `reset` before other use.

        Raises:
            ServerLost: if a server is lost.
        """
        groups = self._fleet.groups
        if len(groups) == 1:
            groups[0].exchange()
            return
        for group in groups:
            group.start_exchange()
        for group in in_turn(groups):
            group.finish_exchange()
            if group.loss is not None:
                raise group.loss

    def render(self) -> tuple[NDArray[np.uint8], ...] | None:
        """A picture of every arena, uint8 [height, width, 3]; None where no render mode was asked for.

        Raises:
            ResetNeeded: before the first reset, or while a step is on its way.
            ServerLost: if a server is lost meanwhile.
        """
        if self.render_mode is None:
            return None
        self._require_rest("render")
        arenas = ((group, arena) for group in self._fleet.groups for arena in range(len(group.raw)))
        return tuple(self._renderer.picture(group, arena) for group, arena in arenas)

    # ---- ending

    def close_extras(self, **kwargs: Any) -> None:
        """Ends the servers; called by `close`."""
        if self._mode is not Mode.CLOSED:
            self._mode = Mode.CLOSED
            self._fleet.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ---- inside

    def _begin(self, seed: int | Sequence[int] | None) -> None:
        """Clears the servers for a reset, and seeds the arenas where there is a seed."""
        if self._mode is Mode.CLOSED:
            raise ResetNeeded("the environment is closed; make another one")
        self._fleet.settle()
        seed = self._seed if seed is None else seed
        self._seed = None
        if seed is not None:
            self._fleet.reseed(*base_seeds(seed, self.num_envs))

    def _require(self, mode: Mode, first: str) -> None:
        if self._mode is not mode:
            raise ResetNeeded(f"call {first} first; what can be called now is {self._mode.value}")

    def _require_rest(self, what: str) -> None:
        if self._mode not in (Mode.LOCK_STEP, Mode.ASYNCHRONOUS):
            raise ResetNeeded(f"{what}() needs a state; what can be called now is {self._mode.value}")
        if any(group.in_flight for group in self._fleet.groups):
            raise ResetNeeded(f"{what}() needs servers at rest; recv() what is on its way first")
        for group in self._fleet.groups:
            group.wait_ready()

    def _group_of(self, env_id: NDArray[np.integer]) -> ArenaGroup:
        for group in self._fleet.groups:
            if np.array_equal(env_id, self._env_ids[group.rows]):
                return group
        raise ValueError("env_id must be what recv() gave in info['env_id']: all arenas of one server")

    def _shown(self) -> tuple[NDArray[np.uint8], dict[str, Any]]:
        return self._own(self._observations.of_all()), self._info(self._fleet.batch, lost=False)

    def _begun(self, group: ArenaGroup) -> NDArray[np.uint8]:
        """What a group's arenas show after an exchange that has not been shown."""
        self._observations.begin_one(group)
        self._observations.take(group)
        return self._observations.of_group(group).copy()

    def _outcome(self, batch: Batch, observations: NDArray[np.uint8], lost: bool) -> Step:
        verdicts = batch.verdicts
        return (
            self._own(observations),
            self._own(verdicts.reward),
            self._own(verdicts.terminated),
            self._own(verdicts.truncated),
            self._info(batch, lost),
        )

    def _info(self, batch: Batch, lost: bool) -> dict[str, Any]:
        info = {
            "action_mask": self._own(batch.action_mask),
            "success": self._own(batch.verdicts.success),
            "episode_return": self._own(batch.returns),
            "episode_length": self._own(batch.lengths),
            "episode_over": self._own(batch.done),
        }
        if lost:
            info["server_lost"] = batch.server_lost.copy()
            info["episode_over"] = batch.done & ~batch.server_lost
        return info

    def _own(self, array: NDArray[Any]) -> NDArray[Any]:
        return array.copy() if self._copy else array


def _is_same_step(mode: AutoresetMode | str, copy: bool) -> bool:
    """Whether episodes begin in the step in which others end; refuses what an environment cannot do."""
    mode = AutoresetMode(mode)
    if mode is AutoresetMode.DISABLED:
        raise ValueError("autoreset_mode is DISABLED; arenas begin their episodes themselves: NEXT_STEP or SAME_STEP")
    if mode is AutoresetMode.SAME_STEP and not copy:
        raise ValueError("copy=False is for NEXT_STEP: in SAME_STEP a step shows frames of two exchanges")
    return mode is AutoresetMode.SAME_STEP
