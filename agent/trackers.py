"""Where a run's numbers go besides metrics.jsonl: TensorBoard and Weights & Biases. They may fail; the run goes on."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class Tracker(ABC):
    """Takes the numbers of every update; a failure is told once and ends the tracking, never the run."""

    name: str
    """For people."""
    advice: str
    """What usually helps."""

    def __init__(self) -> None:
        self._failed = False

    @abstractmethod
    def _write(self, steps: int, numbers: Mapping[str, float]) -> None:
        """Passes the numbers on; may raise anything."""

    @abstractmethod
    def _close(self) -> None:
        """Ends the tracking; may raise anything."""

    def write(self, steps: int, record: Mapping[str, Any]) -> str:
        """Writes the numbers of a record; returns a note when that has just failed, else the empty string."""
        if self._failed:
            return ""
        try:
            self._write(steps, {name: value for name, value in record.items() if isinstance(value, int | float)})
        except Exception as error:  # a tracker must never stop a run, whatever it raises
            self._failed = True
            return f"{self.name} is off: {error}. {self.advice}; metrics.jsonl has every number"
        return ""

    def close(self) -> None:
        """Flushes and closes; safe when nothing was written, and silent when it fails: the run is over."""
        if self._failed:
            return
        try:
            self._close()
        except Exception:  # the same promise at the end
            self._failed = True


class TensorBoard(Tracker):
    """TensorBoard's files, imported when first written."""

    name = "TensorBoard"
    advice = "pip install tensorboard brings it"

    def __init__(self, directory: Path) -> None:
        super().__init__()
        self._directory = directory
        self._writer: Any = None

    def _write(self, steps: int, numbers: Mapping[str, float]) -> None:
        if self._writer is None:
            from torch.utils.tensorboard import SummaryWriter

            self._writer = SummaryWriter(str(self._directory))
        for name, value in numbers.items():
            self._writer.add_scalar(name, value, steps)

    def _close(self) -> None:
        if self._writer is not None:
            self._writer.close()


class WeightsAndBiases(Tracker):
    """A run of Weights & Biases, begun when first written. Offline unless the user's own settings say otherwise.

    Args:
        project: its name there.
        directory: the run's folder: files go below it, and its name names the run, so that a resumed run goes on there.
    """

    name = "Weights & Biases"
    advice = "pip install wandb brings it, wandb login lets it in"

    def __init__(self, project: str, directory: Path) -> None:
        super().__init__()
        self._project, self._directory = project, directory
        self._run: Any = None

    def _write(self, steps: int, numbers: Mapping[str, float]) -> None:
        if self._run is None:
            import wandb

            self._run = wandb.init(
                project=self._project, name=self._directory.name, id=self._directory.name, resume="allow",
                dir=str(self._directory),
            )  # fmt: skip
        self._run.log(dict(numbers), step=steps)

    def _close(self) -> None:
        if self._run is not None:
            self._run.finish()


def trackers_for(directory: Path, tensorboard: bool, wandb: str | None) -> list[Tracker]:
    """The trackers that a run asks for.

    Args:
        directory: the run's folder.
        tensorboard: whether to write TensorBoard's files.
        wandb: project of Weights & Biases; None for none.
    """
    chosen: list[Tracker] = [TensorBoard(directory / "tensorboard")] if tensorboard else []
    if wandb is not None:
        chosen.append(WeightsAndBiases(wandb, directory))
    return chosen
