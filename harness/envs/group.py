"""The arenas of one server, stepped together: numpy in, one exchange, numpy out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from comm_c.channel import Channel
from comm_c.channel_side import Request
from comm_c.errors import (
    ChannelClosed,
    ChannelCorrupt,
    ChannelError,
    ChannelInvalid,
    ChannelTimeout,
    PeerGone,
)
from comm_c.layout import constants
from harness.envs.action_sets import Actions, make_action_set, no_action
from harness.envs.counters import Counters
from harness.envs.judge import Judge
from harness.envs.query import WHOLE_MAP, Area, Question, ask, ask_all
from harness.envs.seeds import episode_seeds
from harness.envs.spaces import fields
from harness.errors import ServerError, ServerLost, SnapshotError
from harness.servers import Server, ServerSpec
from harness.tasks import Frames

_Answer = TypeVar("_Answer")

_log = logging.getLogger("harness")

#: What an exchange fails with when there is no going on with this server. Anything else is a mistake of ours.
_LOSSES = (ChannelTimeout, PeerGone, ChannelClosed, ChannelCorrupt)

#: Starts that a lost server's successor is given: what killed the one may kill the other on its way up.
RESTART_ATTEMPTS = 3

_NO_ROWS: NDArray[np.intp] = np.zeros(0, dtype=np.intp)


class ArenaGroup:
    """One server's arenas with their judge, action set, episode bookkeeping and channel.

    The cycle is `send`, then `receive`; after it, batch and frames hold the step's outcome. Arenas whose
    episode has ended are reset by the next `send`, whatever their action. A server that is lost in an
    exchange is started again while the caller goes on; the next `send` waits for it and resets all its arenas.
    """

    def __init__(self, spec: ServerSpec, judge: Judge, rows: slice, timeout: float) -> None:
        """Starts nothing; `launch` does.

        Args:
            spec: of the server; its arenas are those of `judge`.
            judge: of these arenas; its batch is the group's part of the environment's arrays.
            rows: which arenas of the environment these are.
            timeout: seconds that an exchange may take before the server counts as lost.
        """
        self.batch = judge.batch
        self.rows = rows
        self.scenario = spec.scenario
        self.counters = Counters()
        self.in_flight = False
        self.loss: ServerLost | None = None
        """Why the last exchange failed; None when it did not."""
        self.server = Server(spec)
        self._server_is_ready = self._has_been_ready = False
        self._timeout = timeout
        self._refused_known = 0
        self._frame = spec.scenario.frame
        self._judge = judge
        self._action_set = make_action_set(spec.scenario.actions, spec.arenas)
        self._seed_bases = np.zeros(spec.arenas, dtype=np.uint64)
        self._seed_arenas = np.zeros(spec.arenas, dtype=np.int64)
        self._episodes = np.zeros(spec.arenas, dtype=np.int64)
        self.reset_rows = _NO_ROWS
        """Arenas that the exchange in flight, or else the last one, reset."""
        self._named: list[tuple[NDArray[np.uint8], Frames]] = []
        self._show(np.zeros((spec.arenas, spec.frame_bytes), dtype=np.uint8))
        self.batch.done[:] = True

    def _show(self, raw: NDArray[np.uint8]) -> None:
        self.raw = raw
        """[n, frame_bytes] the frames after the last exchange, in place where the server wrote them."""
        self.frames: Frames = self._named_view(raw)

    def _named_view(self, raw: NDArray[np.uint8]) -> Frames:
        """The fields of raw frames; a channel has two buffers, and to name the same fields again takes longer."""
        for known, frames in self._named:
            if raw is known:
                return frames
        self._named = [*self._named[-1:], (raw, fields(raw, self._frame))]
        return self._named[-1][1]

    # ---- server

    def launch(self) -> None:
        """Begins to start the server."""
        self.server.launch()

    def wait_ready(self) -> None:
        """Waits until the server can be stepped.

        Raises:
            ServerError: if it does not get there; in place of a lost one, if it fails again and again.
        """
        attempts = RESTART_ATTEMPTS if self._has_been_ready else 1
        while not self._server_is_ready:
            try:
                self.server.wait_ready()
            except ServerError as error:
                attempts -= 1
                if attempts == 0:
                    raise
                _log.warning("%s; it is started again", error)
                self.server.launch()
            else:
                self._server_is_ready = self._has_been_ready = True

    def close(self) -> None:
        """Ends the server; in the middle of an exchange at once."""
        if self.in_flight:
            self.server.kill()
        else:
            self.server.close()
        self._server_is_ready = False

    @property
    def is_up(self) -> bool:
        """Whether the server can be stepped: neither on its way up nor lost."""
        return self._server_is_ready

    # ---- step

    def reseed(self, bases: NDArray[np.uint64], arenas: NDArray[np.int64]) -> None:
        """Lets every arena begin with episode 0 of its seeds at the next `send`.

        Args:
            bases: uint64 [n], base seeds.
            arenas: int64 [n], arena numbers that go into the episodes' seeds.
        """
        self._seed_bases[:] = bases
        self._seed_arenas[:] = arenas
        self._episodes[:] = 0

    def send(self, actions: Actions) -> None:
        """Starts an exchange.

        Args:
            actions: [n], checked; those of arenas that are to be reset count for nothing.

        Raises:
            ServerError: if a lost server cannot be started again.
        """
        self.write_actions(actions)
        self.start_exchange()

    def send_resets(self) -> None:
        """Starts an exchange that resets every arena."""
        self.batch.done[:] = True
        self.send(no_action(self.server.spec.scenario.actions, len(self.batch.done)))

    def receive(self, copy: NDArray[np.uint8] | None = None) -> None:
        """Waits for the answer and brings batch and frames up to date; a lost server is noted in `loss`.

        Args:
            copy: uint8 [n, frame_bytes]: gets a copy of the frames, with the numbers that the environment gives arenas.

        Raises:
            ServerError: if a lost server cannot even be launched again.
        """
        self.finish_exchange()
        if self.loss is None:
            self._count(*self._judge.judge(self.raw, self.reset_rows, copy))
        elif copy is not None:
            self.copy_frames(copy)

    def send_ended(self) -> None:
        """Starts an exchange that resets the arenas whose episode has ended; the others stand still meanwhile.

        Raises:
            ServerError: if a lost server cannot be started again.
        """
        self.wait_ready()
        out = self.server.channel.actions
        out["action_type"] = constants.FACTORIO_ACTION_WAIT
        self.reset_rows = self.batch.done.nonzero()[0]
        self._write_resets(self.reset_rows, out)
        self.start_exchange(Request.RESET)

    def receive_begun(self) -> None:
        """Waits for the frames that the new episodes begin with; a lost server is noted in `loss`.

        Raises:
            ServerError: if a lost server cannot even be launched again.
        """
        self.finish_exchange()
        if self.loss is None:
            self._judge.begin(self.raw, self.reset_rows)

    def copy_frames(self, copy: NDArray[np.uint8]) -> None:
        """Copies what the group shows, uint8 [n, frame_bytes], with the numbers that the environment gives arenas."""
        self._judge.take(self.raw, copy)

    def write_actions(self, actions: Actions) -> None:
        """Writes the action frames of the next exchange, resets among them; the first half of `send`."""
        self.wait_ready()
        out = self.server.channel.actions
        self._action_set.encode(actions, self.frames, out)
        self.reset_rows = self.batch.done.nonzero()[0]
        if self.reset_rows.size:
            self._write_resets(self.reset_rows, out)

    def start_exchange(self, request: Request = Request.STEP) -> None:
        """Sends the action frames as they are; the second half of `send`."""
        self.loss = None
        self.in_flight = True
        try:
            self.server.channel.send(request)
        except _LOSSES as error:
            self._lose(error)

    @property
    def shares_core(self) -> bool:
        """Whether the server waits for this process to let go of their core."""
        return self.loss is None and self.server.channel.shares_core

    def is_answered(self) -> bool:
        """Whether `receive` would not have to wait."""
        return self.loss is not None or self.server.channel.ready()

    def finish_exchange(self) -> None:
        """Waits for the answer and shows its frames; the first half of `receive`."""
        if self.loss is None:
            try:
                channel = self.server.channel
                self._show(channel.receive(self._timeout))
                self.counters.server_busy_ns += channel.server_busy_ns
                if channel.refused_total != self._refused_known:
                    self._note_refused(channel.refused_total)
            except _LOSSES as error:
                self._lose(error)
        self.in_flight = False
        self.counters.exchanges += 1

    def exchange(self) -> None:
        """Sends the action frames as they are and waits, in one call of C; `frames` stay those of before.

        Raises:
            ServerLost: if the server is lost.
        """
        channel = self.server.channel
        try:
            channel.exchange(self._timeout)
        except _LOSSES as error:
            raise self._lose(error) from error
        self.counters.exchanges += 1
        self.counters.server_busy_ns += channel.server_busy_ns

    def _write_resets(self, rows: NDArray[np.intp], out: NDArray[np.void]) -> None:
        seeds = episode_seeds(self._seed_bases[rows], self._seed_arenas[rows], self._episodes[rows])
        out["action_type"][rows] = constants.FACTORIO_ACTION_RESET
        out["command_id"][rows] = seeds
        self._episodes[rows] += 1

    def _count(self, episodes: int, successes: int) -> None:
        """Counts the step that has been judged, the episodes that ended in it, and those of them with success."""
        self.counters.steps += len(self.batch.done) - len(self.reset_rows)
        self.counters.episodes += episodes
        self.counters.successes += successes

    def _note_refused(self, total: int) -> None:
        """Counts what found no room in an arena since the last step; the first time it is said aloud."""
        if self.counters.refused == 0:
            _log.warning(
                "%s: an arena's memory is full, and things that belong to the game could not be made (corpses, shots, "
                "items on the ground ...); `counters.refused` counts them. The native door's arenas do not grow: take "
                "a smaller factory or fewer enemies, or door='stock', whose surfaces grow",
                self.server.spec.name,
            )
        self.counters.refused += total - self._refused_known
        self._refused_known = total

    # ---- loss

    def note_loss(self) -> bool:
        """Brings `batch.server_lost` up to date; whether the last exchange lost the server."""
        lost = self.loss is not None
        self.batch.server_lost[:] = lost
        return lost

    def _lose(self, error: ChannelError) -> ServerLost:
        """Notes a lost server, cuts its episodes, and begins to start another one."""
        self.loss = self.server.lost(error)
        _log.warning("%s", self.loss)
        self._show(self.raw.copy())  # the last frames go on living when their channel is gone
        self.server.kill()
        self._server_is_ready = False
        self._refused_known = 0
        self.counters.servers_lost += 1
        self.counters.transitions_lost += len(self.batch.done) - len(self.reset_rows)
        if self.in_flight:  # nobody has seen the episodes that this exchange should have begun: they come next
            self._episodes[self.reset_rows] -= 1
        self._cut_episodes()
        self.server.launch()
        return self.loss

    def _cut_episodes(self) -> None:
        verdicts = self.batch.verdicts
        verdicts.reward[:] = 0
        verdicts.terminated[:] = verdicts.success[:] = False
        verdicts.truncated[:] = self.batch.done[:] = True

    # ---- state

    def client_state(self) -> dict[str, NDArray[Any]]:
        """What the client remembers between steps, as views: copying into them restores it."""
        own = {
            "done": self.batch.done,
            "success": self.batch.verdicts.success,
            "returns": self.batch.returns,
            "lengths": self.batch.lengths,
            "episodes": self._episodes,
            "seed_bases": self._seed_bases,
            "seed_arenas": self._seed_arenas,
        }
        return own | {f"task.{name}": array for name, array in self._judge.state().items()}

    def save_arenas(self) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """The server's part of a snapshot.

        Returns:
            uint8 [bytes], and int64 [chunks, 2] with the number of arenas and of bytes of each of its parts.

        Raises:
            ServerLost: if the server is lost meanwhile.
        """
        parts, first = list[tuple[int, NDArray[np.uint8]]](), 0
        while first < len(self.batch.done):
            parts.append(self._ask(lambda channel: channel.snapshot(first, timeout=self._timeout)))  # noqa: B023
            first += parts[-1][0]
        chunks = np.array([(count, part.size) for count, part in parts], dtype=np.int64)
        return np.concatenate([part for _, part in parts]), chunks

    def load_arenas(self, blob: NDArray[np.uint8], chunks: NDArray[np.int64]) -> None:
        """Puts back what `save_arenas` gave; the frames are then those of that moment.

        Raises:
            SnapshotError: if the server refuses it.
            ServerLost: if the server is lost meanwhile.
        """
        first = start = 0
        for count, size in chunks.tolist():
            part = blob[start : start + size]
            try:
                raw = self._ask(lambda channel: channel.restore(part, first, count, self._timeout))  # noqa: B023
            except (ChannelCorrupt, ChannelInvalid) as error:
                raise SnapshotError(f"{self.server.spec.name} refuses the snapshot: {error}") from error
            first, start = first + count, start + size
        self._show(raw)
        self._judge.update_mask(self.raw)

    def save_arena(self, row: int) -> NDArray[np.uint8]:
        """The server's part of the state of one of the group's arenas, uint8 [bytes].

        Raises:
            ServerLost: if the server is lost meanwhile.
        """
        return self._ask(lambda channel: channel.snapshot(row, 1, timeout=self._timeout))[1]

    def load_arena(self, row: int, state: NDArray[np.uint8]) -> None:
        """Puts back what `save_arena` gave, into any arena; the frames are then those of all arenas as they are now.

        Raises:
            SnapshotError: if the server refuses it.
            ServerLost: if the server is lost meanwhile.
        """
        try:
            raw = self._ask(lambda channel: channel.restore(state, row, 1, self._timeout))
        except (ChannelCorrupt, ChannelInvalid) as error:
            raise SnapshotError(f"{self.server.spec.name} refuses the state of an arena: {error}") from error
        self._show(raw)
        self.batch.done[row] = self.batch.verdicts.success[row] = False
        self._judge.update_mask(self.raw)

    def hash_arenas(self) -> NDArray[np.uint64]:
        """Hash of the state of each arena on the server, uint64 [n].

        Raises:
            ServerLost: if the server is lost meanwhile.
        """
        parts, first = list[NDArray[np.uint64]](), 0
        while first < len(self.batch.done):
            parts.append(self._ask(lambda channel: channel.hash(first, timeout=self._timeout)))  # noqa: B023
            first += len(parts[-1])
        return np.concatenate(parts)

    @property
    def prototype_names(self) -> dict[str, list[str]]:
        """Names of prototypes by kind: number i is at i - 1."""
        return self.server.prototype_names

    def query(self, arena: int, kind: str, area: Area = WHOLE_MAP, scale: int = 1) -> NDArray[Any]:
        """Asks for something of one of the group's arenas; see `FactorioVectorEnv.query`."""
        return self._ask(lambda channel: ask(channel, arena, kind, area, scale, self._timeout))

    def ask(self, questions: Sequence[Question]) -> list[NDArray[Any]]:
        """Answers to questions about the group's arenas; see `FactorioVectorEnv.ask`."""
        return self._ask(lambda channel: ask_all(channel, questions, self._timeout))

    def _ask(self, request: Callable[[Channel], _Answer]) -> _Answer:
        """Makes a request other than a step; a lost server is an exception here, for there is no batch to mark."""
        self.wait_ready()
        try:
            return request(self.server.channel)
        except (ChannelTimeout, PeerGone, ChannelClosed) as error:
            raise self._lose(error) from error
