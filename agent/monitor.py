"""What a training run says about itself: the five metrics, the record on disk, the pictures beside it."""

from __future__ import annotations

import json
import math
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from agent.episodes import METRICS, EpisodeColumns
from agent.errors import AgentError
from agent.phases import PHASES
from agent.trackers import Tracker

#: Episodes that the running means look back on.
WINDOW = 100
#: Episodes that decide whether performance has improved.
PERFORMANCE_EPISODES = 10


@dataclass
class Progress:
    """A moment of a run, as a display shows it."""

    title: str
    steps: int = 0
    total_steps: int = 0
    unit: str = "steps"
    """What `steps` counts, in the plural: the levels of a hierarchy count updates."""
    updates: int = 0
    seconds: float = 0.0
    """Time spent on the run, earlier sessions included."""
    budget: float | None = None
    """Seconds after which the run stops; None for no limit."""
    steps_per_second: float = 0.0
    shares: dict[str, float] = field(default_factory=dict)
    """Share of the time by phase, `other` included; they add up to 1."""
    metrics: dict[str, float] = field(default_factory=dict)
    """Means of the five metrics over the last episodes; empty before the first episode ends."""
    losses: dict[str, float] = field(default_factory=dict)
    curve: list[float] = field(default_factory=list)
    """Success rate of each update that saw an episode end."""
    note: str = ""
    """What happened last, such as a checkpoint."""

    @property
    def done_share(self) -> float:
        """Share of the run that is done, by steps or by time, whichever is further."""
        by_steps = self.steps / self.total_steps if self.total_steps else 0.0
        by_time = self.seconds / self.budget if self.budget else 0.0
        return min(1.0, max(by_steps, by_time))

    @property
    def seconds_left(self) -> float | None:
        """Expected seconds to the end at the present speed; None before a speed is known."""
        if not self.steps_per_second:
            return None
        by_steps = (self.total_steps - self.steps) / self.steps_per_second
        by_time = self.budget - self.seconds if self.budget is not None else math.inf
        return max(0.0, min(by_steps, by_time))


class Display(Protocol):
    """Shows the progress of a run to a person."""

    def show(self, progress: Progress) -> None:
        """Called after every update; may skip moments to save time."""

    def close(self) -> None:
        """Leaves the terminal as it was found."""


class TrainingMonitor:
    """Collects the owner's five metrics and passes every update on: to JSONL always, to trackers and a display.

    Args:
        directory: the run's folder; `metrics.jsonl` is written there.
        progress: what the run is; kept up to date here.
        display: where a person looks; None for nobody.
        trackers: who else is told. Their absence or failure is noted and stops nothing.
    """

    def __init__(
        self, directory: Path, progress: Progress, display: Display | None = None, trackers: Sequence[Tracker] = ()
    ) -> None:
        self.directory, self.progress, self.display = directory, progress, display
        self.metrics: dict[str, deque[float]] = {name: deque(maxlen=WINDOW) for name in METRICS}
        """The last episodes' values, newest last."""
        self.best_performance = -math.inf
        """Mean episode_reward of the best moment that was saved as a checkpoint."""
        self._fresh: list[EpisodeColumns] = []
        self._trackers = list(trackers)

    def log_episode(self, episode_data: Mapping[str, float]) -> None:
        """Takes in one finished episode; names that are no metric are ignored."""
        self.log_episodes({name: np.array([episode_data[name]]) for name in METRICS if name in episode_data})

    def log_episodes(self, columns: EpisodeColumns) -> None:
        """Takes in many finished episodes: one array a metric."""
        for name, values in columns.items():
            self.metrics[name].extend(values[-WINDOW:].tolist())
        self._fresh.append(columns)

    @property
    def performance(self) -> float:
        """Mean episode_reward of the last ten episodes; -inf before there are ten."""
        rewards = list(self.metrics["episode_reward"])[-PERFORMANCE_EPISODES:]
        return float(np.mean(rewards)) if len(rewards) == PERFORMANCE_EPISODES else -math.inf

    def should_save_checkpoint(self) -> bool:
        """Whether performance is above that of the best checkpoint."""
        return self.performance > self.best_performance

    def mark_saved(self) -> None:
        """Makes the present performance the one to beat."""
        self.best_performance = self.performance

    def log_update(self, steps: int, updates: int, losses: Mapping[str, float], seconds: Mapping[str, float]) -> None:
        """Writes the record of an update and refreshes the display.

        Args:
            steps: arena steps so far.
            updates: updates so far.
            losses: numbers of the update, by name.
            seconds: time since the last call by phase, with `other` and `total`.

        Raises:
            AgentError: if the record cannot be written, as on a full disk.
        """
        progress = self.progress
        total = seconds["total"] or 1e-9
        progress.steps_per_second = (steps - progress.steps) / total
        progress.steps, progress.updates = steps, updates
        progress.seconds += seconds["total"]
        progress.shares = {name: seconds[name] / total for name in (*PHASES, "other")}
        progress.losses = dict(losses)
        progress.metrics = {name: float(np.mean(values)) for name, values in self.metrics.items() if values}
        record = self._record()
        append_line(self.directory / "metrics.jsonl", record)
        for tracker in self._trackers:
            progress.note = tracker.write(steps, record) or progress.note
        if self.display is not None:
            self.display.show(progress)

    def _record(self) -> dict[str, Any]:
        """One line of metrics.jsonl; forgets the episodes that it reports."""
        progress, fresh = self.progress, self._fresh
        self._fresh = []
        means = {
            name: float(np.concatenate([columns[name] for columns in fresh]).mean()) if fresh else None
            for name in METRICS
        }
        success = means["task_completion_rate"]
        if success is not None:
            progress.curve.append(success)
        return {
            "update": progress.updates,
            "steps": progress.steps,
            "seconds": round(progress.seconds, 3),
            "steps_per_second": round(progress.steps_per_second, 1),
            "episodes": sum(len(columns["episode_reward"]) for columns in fresh),
            **means,
            **{name: _finite(value) for name, value in progress.losses.items()},
            **{f"share_{name}": round(share, 4) for name, share in progress.shares.items()},
        }

    def resume(self, state: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], seconds: float) -> None:
        """Goes on where a checkpoint stopped: the record keeps the lines up to it.

        Args:
            state: what `counters` gave.
            arrays: what `arrays` gave.
            seconds: time spent on the run up to the checkpoint.
        """
        self.best_performance = -math.inf if state["best_performance"] is None else state["best_performance"]
        for name, values in self.metrics.items():
            values.extend(arrays[f"monitor/{name}"].tolist())
        lines = [line for line in read_record(self.directory) if line["update"] <= state["monitored_updates"]]
        write_record(self.directory, lines)
        progress = self.progress
        progress.seconds, progress.updates = seconds, state["monitored_updates"]
        progress.steps = lines[-1]["steps"] if lines else 0
        progress.curve = [s for line in lines if (s := line["task_completion_rate"]) is not None]

    def counters(self) -> dict[str, Any]:
        """The monitor's part of a checkpoint's state."""
        best = self.best_performance
        return {"best_performance": best if math.isfinite(best) else None, "monitored_updates": self.progress.updates}

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The monitor's part of a checkpoint's arrays."""
        return {f"monitor/{name}": np.array(values, dtype=np.float64) for name, values in self.metrics.items()}

    def close(self) -> None:
        """Closes the display and the trackers."""
        if self.display is not None:
            self.display.close()
        for tracker in self._trackers:
            tracker.close()


def append_line(path: Path, record: Mapping[str, Any]) -> None:
    """Appends one JSON line.

    Raises:
        AgentError: if the disk is full or refuses.
    """
    try:
        with path.open("a") as file:
            file.write(json.dumps(record) + "\n")
    except OSError as error:
        raise AgentError(
            f"{path} could not be written: {error.strerror or error}; the checkpoints are intact. "
            f"Free space on the disk of {path.parent}, then run the same command again: it resumes"
        ) from error


def read_record(directory: Path) -> list[dict[str, Any]]:
    """The lines of a run's metrics.jsonl; a last line that was torn by a kill is left out."""
    path = directory / "metrics.jsonl"
    lines = []
    for text in path.read_text().splitlines() if path.is_file() else []:
        try:
            lines.append(json.loads(text))
        except json.JSONDecodeError:
            break
    return lines


def write_record(directory: Path, lines: list[dict[str, Any]]) -> None:
    """Replaces a run's metrics.jsonl in one rename."""
    unfinished = directory / ".unfinished-metrics.jsonl"
    unfinished.write_text("".join(json.dumps(line) + "\n" for line in lines))
    unfinished.rename(directory / "metrics.jsonl")


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
