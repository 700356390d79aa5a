"""One layer's training run: its folder, record, checkpoints, and how it goes on after whatever stopped it.

No option is in flight between two rounds, so a checkpoint holds weights, optimiser, generators and counters and no
arena: a layer that is killed anywhere and started again ends with the same bytes.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import closing
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agent.checkpoint import Checkpoint
from agent.episodes import METRICS, TICKS_PER_MINUTE, TICKS_PER_SECOND, EpisodeColumns
from agent.errors import AgentError, LossNotFinite
from agent.interrupt import StopWish
from agent.monitor import Display, Progress, TrainingMonitor
from agent.options.play import OptionEpisode
from agent.options.ppo import MAX_BROKEN_ROUNDS
from agent.options.vocabulary import SUBTASKS
from agent.phases import Phases
from agent.run_folder import RunFolder, locked
from agent.seeds import FIRST_HELD_OUT
from agent.trackers import Tracker

#: Keeps the episodes of runs with neighbouring seeds apart.
SEED_STRIDE = 1 << 32


def episode_seeds(seed: int, first: int, count: int) -> list[int]:
    """Base seeds of episodes `first` and on of a run: never held out, and different for every run and episode."""
    return [(seed * SEED_STRIDE + number) % FIRST_HELD_OUT for number in range(first, first + count)]


class Layer(ABC):
    """A layer of the hierarchy while it is trained.

    Args:
        name: for people.
        folder: where the run keeps its things.
        updates: after which it is finished.
        checkpoint_every: updates between checkpoints.
        display: where a person looks; None for nobody.
        trackers: who is told besides.
    """

    def __init__(
        self,
        name: str,
        folder: RunFolder,
        updates: int,
        checkpoint_every: int,
        display: Display | None,
        trackers: Sequence[Tracker],
    ) -> None:
        self.name, self.folder, self.updates, self.checkpoint_every = name, folder, updates, checkpoint_every
        self.phases = Phases()
        progress = Progress(name, total_steps=updates, unit="updates")
        self.monitor = TrainingMonitor(folder.path, progress, display, trackers)

    @property
    @abstractmethod
    def done_updates(self) -> int:
        """Updates so far."""

    @abstractmethod
    def prepare(self, wish: StopWish) -> None:
        """What a new run does before its first update, such as imitating a teacher; gives up when it is to stop."""

    @abstractmethod
    def advance(self) -> dict[str, float]:
        """One rollout and one update; its numbers, for the record."""

    @abstractmethod
    def checkpoint(self) -> Checkpoint:
        """The whole state."""

    @abstractmethod
    def load(self, checkpoint: Checkpoint) -> None:
        """Takes over a state of `checkpoint`."""

    def run(self, wish: StopWish) -> str:
        """Trains until its updates are done or somebody wants it to stop; resumes by itself.

        Returns:
            Content hash of the last checkpoint; empty where it was stopped before the first one.

        Raises:
            AgentError: if it cannot go on; the text says why and what to do.
        """
        with locked(self.folder.path), closing(self.monitor):
            found = self.folder.begin(fresh=False, resume=False, resume_from=None)
            content_hash = self._resume(found) if found is not None else self._begin(wish)
            while self.done_updates < self.updates and not wish:
                self._update()
                if self.done_updates % self.checkpoint_every == 0 or self.done_updates == self.updates:
                    content_hash = self.save(is_scheduled=True)
            return self.save() if wish and content_hash else content_hash

    def _begin(self, wish: StopWish) -> str:
        """Prepares; returns the first checkpoint's hash, or nothing where it was stopped before there was one."""
        self.prepare(wish)
        return "" if wish else self.save()

    def _resume(self, found: Checkpoint) -> str:
        self.load(found)
        self.monitor.resume(found.state["monitor"], found.arrays, found.notes["seconds"])
        self.monitor.progress.note = f"resumed after {self.done_updates} updates"
        return found.content_hash

    def _update(self) -> None:
        try:
            numbers = self.advance()
        except LossNotFinite as error:
            good = ", ".join(reversed(self.folder.store.names())) or "none yet"
            raise LossNotFinite(
                f"{self.name}: {error}; nothing of this update was saved. Last good checkpoints: {good}. "
                "Lower --hierarchy.ppo.learning-rate and begin anew with --fresh"
            ) from error
        self.monitor.log_update(self.done_updates, self.done_updates, numbers, self.phases.take())

    def save(self, is_scheduled: bool = False) -> str:
        """Writes a checkpoint; returns its content hash.

        Args:
            is_scheduled: whether it is one of those that every run writes: only they can become the best, so that a
                resumed run judges as one that was never stopped.
        """
        best = is_scheduled and self.monitor.should_save_checkpoint()
        if best:
            self.monitor.mark_saved()
        state = self.checkpoint()
        state.arrays.update(self.monitor.arrays())
        state.state["monitor"] = self.monitor.counters()
        state.notes["seconds"] = self.monitor.progress.seconds
        return self.folder.store.save(self.done_updates, state, best)


def log_rounds(monitor: TrainingMonitor, episodes: Sequence[OptionEpisode]) -> None:
    """Tells the monitor how episodes went; broken ones are left out."""
    whole = [episode for episode in episodes if not episode.lost]
    if whole:
        monitor.log_episodes(episode_columns(whole))


def episode_columns(episodes: Sequence[OptionEpisode]) -> EpisodeColumns:
    """The five metrics of whole episodes; actions are the steps of options other than resting."""
    ticks = np.array([max(1.0, float(one.frame["timestamp"])) for one in episodes])
    rest = SUBTASKS.index("rest")
    acted = [sum(d.steps for d in one.decisions if d.subtask != rest) for one in episodes]
    columns: tuple[NDArray[Any], ...] = (
        np.array([one.reward for one in episodes]),
        np.array([float(one.success) for one in episodes]),
        np.array([float(one.frame["mined_total"]) for one in episodes]) / ticks * TICKS_PER_MINUTE,
        ticks / TICKS_PER_SECOND,
        np.array(acted) / ticks * TICKS_PER_MINUTE,
    )
    return dict(zip(METRICS, columns, strict=True))


class BrokenRounds:
    """Counts rounds that lost servers broke, and gives up when there is no end to them."""

    def __init__(self) -> None:
        self._in_a_row = 0

    def note(self, episodes: Sequence[OptionEpisode]) -> list[OptionEpisode]:
        """The whole episodes of a round.

        Raises:
            AgentError: if round after round was broken altogether.
        """
        whole = [episode for episode in episodes if not episode.lost]
        self._in_a_row = 0 if whole else self._in_a_row + 1
        if self._in_a_row > MAX_BROKEN_ROUNDS:
            raise AgentError(
                f"{self._in_a_row} rounds one after the other were broken by lost servers; see the server's log, and "
                "run python -m harness doctor. The same command goes on from the last checkpoint"
            )
        return whole
