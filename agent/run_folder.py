"""The folder of a run: whose it is, what it holds, and what to do when it holds something already.

runs/movement_micro-1/
run.json        identity of the run
metrics.jsonl   one line an update
checkpoints/    see agent.checkpoint
model/          weights, description, card: written at the end
evaluation.json held-out scores: written at the end
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from agent.checkpoint import Checkpoint, CheckpointStore
from agent.errors import AgentError, CheckpointMissing, RunMismatch

IDENTITY = "run.json"
#: What belongs to a run and is set aside with it.
CONTENTS = (IDENTITY, "metrics.jsonl", "checkpoints", "model", "evaluation.json", "tensorboard", "wandb")


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Makes the folder and keeps other trainers out of it while the block runs.

    Raises:
        AgentError: if it cannot be written, or another process trains there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("w")
    except OSError as error:
        raise AgentError(f"{folder} cannot be written: {error.strerror}; choose another folder with --out") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise AgentError(f"another process trains in {folder}; choose another folder with --out") from error
        yield


class RunFolder:
    """Where one run keeps its things.

    Args:
        path: the folder.
        identity: what decides what the run learns.
        milestone_steps: see `CheckpointStore`.
    """

    def __init__(self, path: Path, identity: Mapping[str, Any], milestone_steps: int | None = None) -> None:
        self.path, self.identity = path, dict(identity)
        self.store = CheckpointStore(path / "checkpoints", milestone_steps=milestone_steps)

    def begin(self, *, fresh: bool, resume: bool, resume_from: str | None) -> Checkpoint | None:
        """Decides how the run starts.

        Args:
            fresh: set aside what is there.
            resume: insist on a checkpoint.
            resume_from: name of the checkpoint to go on from; newer ones are set aside.

        Returns:
            The checkpoint to go on from; None for a new run.

        Raises:
            RunMismatch: if the folder holds another run.
            CheckpointMissing: if a checkpoint is insisted on and there is none.
            CheckpointCorrupt: if the checkpoint to go on from is damaged; the text offers the one before it.
        """
        if fresh:
            self.set_aside()
        self._check_identity()
        if not self.store.names():
            if resume or resume_from:
                raise CheckpointMissing(f"{self.path} holds no checkpoint to resume; leave --resume out to begin a run")
            self.set_aside()
            self._write_identity()
            return None
        name, checkpoint = self.store.load(resume_from)
        self.store.set_aside_after(name)
        return checkpoint

    def _check_identity(self) -> None:
        path = self.path / IDENTITY
        if not path.is_file() or not self.store.names():
            return
        try:
            found = json.loads(path.read_text())
        except ValueError as error:
            raise RunMismatch(f"{path} cannot be read: {error}; choose another --out, or add --fresh") from error
        wanted = json.loads(json.dumps(self.identity))
        different = [key for key in sorted(found.keys() | wanted.keys()) if found.get(key) != wanted.get(key)]
        if different:
            pairs = [(key, _brief(found.get(key)), _brief(wanted.get(key))) for key in different[:5]]
            listed = "; ".join(f"{key}: there {there}, asked {asked}" for key, there, asked in pairs)
            raise RunMismatch(
                f"{self.path} holds a run with other settings ({listed}). "
                "Give those settings to go on with it, choose another --out, or add --fresh to set it aside"
            )

    def _write_identity(self) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        (self.path / IDENTITY).write_text(json.dumps(self.identity, indent=1) + "\n")

    def set_aside(self) -> None:
        """Moves what belongs to a run into the first free folder previous-N; does nothing where there is nothing."""
        there = [self.path / name for name in CONTENTS if (self.path / name).exists()]
        if not there:
            return
        number = 1
        while (self.path / f"previous-{number}").exists():
            number += 1
        aside = self.path / f"previous-{number}"
        aside.mkdir()
        for path in there:
            path.rename(aside / path.name)


def _brief(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= 40 else text[:37] + "..."
