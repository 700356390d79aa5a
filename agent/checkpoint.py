"""Checkpoints: a folder each, written whole or not at all, checked when read, without pickle.

    checkpoints/
        step-000000163840/
            tensors.safetensors   weights, optimiser, generators, open episodes, arenas
            state.json            counters, schedules, normaliser, and the notes that no hash covers
            manifest.json         size and sha256 of the other two, and the content hash
        best                      name of the best checkpoint
        milestones                names of those that are kept for good, a line each

A checkpoint is written beside its place, flushed to the disk and renamed into it, so a folder with a checkpoint's
name is complete. The content hash covers arrays and counters but no wall-clock: two runs that learned the same have
the same hash.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import safetensors.numpy
from numpy.typing import NDArray
from safetensors import SafetensorError

from agent.errors import CheckpointCorrupt, CheckpointMissing, CheckpointNotWritten

TENSORS, STATE, MANIFEST = "tensors.safetensors", "state.json", "manifest.json"
#: Version of the folder's layout.
FORMAT = 1


@dataclass(frozen=True)
class Checkpoint:
    """What a checkpoint holds."""

    arrays: dict[str, NDArray[Any]]
    """Everything with a shape, by name."""
    state: dict[str, Any]
    """Everything else that decides how the run goes on; JSON values."""
    notes: dict[str, Any] = field(default_factory=dict)
    """What is good to know but differs from run to run, such as seconds spent; JSON values."""

    @property
    def content_hash(self) -> str:
        """sha256 over names, types, shapes and bytes of the arrays and over the state; 64 hexadecimal digits."""
        digest = hashlib.sha256()
        for name, array in sorted(self.arrays.items()):
            digest.update(f"{name} {array.dtype} {list(array.shape)}\n".encode())
            digest.update(np.asarray(array, order="C").tobytes())
        digest.update(json.dumps(self.state, sort_keys=True).encode())
        return digest.hexdigest()


def write_checkpoint(path: Path, checkpoint: Checkpoint) -> str:
    """Writes a checkpoint; `path` appears complete or stays as it was.

    Args:
        path: the checkpoint's folder. One of that name is replaced.
        checkpoint: what to write.

    Returns:
        The content hash.

    Raises:
        CheckpointNotWritten: if the disk is full or refuses; other checkpoints are untouched.
    """
    content_hash = checkpoint.content_hash
    document = {"state": checkpoint.state, "notes": checkpoint.notes}
    files = {
        TENSORS: safetensors.numpy.save({n: np.asarray(a, order="C") for n, a in checkpoint.arrays.items()}),
        STATE: _json_bytes(document),
    }
    listing = {n: {"bytes": len(b), "sha256": hashlib.sha256(b).hexdigest()} for n, b in files.items()}
    files[MANIFEST] = _json_bytes({"format": FORMAT, "content_hash": content_hash, "files": listing})
    try:
        write_folder(path, files)
    except OSError as error:
        raise CheckpointNotWritten(
            f"checkpoint {path} could not be written: {error.strerror or error}; the checkpoints before it are intact. "
            f"Free space on the disk of {path.parent}, then run the same command again: it resumes"
        ) from error
    return content_hash


def write_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Makes a folder of files appear at `path` in one rename, flushed to the disk.

    Raises:
        OSError: if a call fails; `path` is as it was, and nothing is left beside it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".unfinished-{path.name}")
    replaced = path.with_name(f".replaced-{path.name}")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        unfinished.mkdir()
        for name, content in files.items():
            _write_synced(unfinished / name, content)
        _sync_folder(unfinished)
        if path.exists():
            shutil.rmtree(replaced, ignore_errors=True)
            path.rename(replaced)
        unfinished.rename(path)
        _sync_folder(path.parent)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.rmtree(replaced, ignore_errors=True)


def read_checkpoint(path: Path) -> Checkpoint:
    """Reads a checkpoint and checks every byte of it.

    Raises:
        CheckpointMissing: if there is no such folder.
        CheckpointCorrupt: if a file is missing, is not the one that was written, or cannot be understood.
    """
    if not path.is_dir():
        raise CheckpointMissing(f"there is no checkpoint {path}")
    try:
        manifest = json.loads((path / MANIFEST).read_bytes())
        contents = {name: _read_listed(path / name, manifest["files"][name]) for name in (TENSORS, STATE)}
        document = json.loads(contents[STATE])
        arrays = safetensors.numpy.load(contents[TENSORS])
        checkpoint = Checkpoint(arrays, document["state"], document["notes"])
    except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
        raise CheckpointCorrupt(f"checkpoint {path} is corrupt: {_reason(error)}") from error
    return checkpoint


class CheckpointStore:
    """The checkpoints of one run: the newest few, the best one and the milestones.

    Args:
        folder: where they stand; made when the first one is written.
        keep: how many of the newest to keep beside the best.
        milestone_steps: the first checkpoint at or after every multiple of so many steps is kept for good; None for
            none.
    """

    def __init__(self, folder: Path, keep: int = 2, milestone_steps: int | None = None) -> None:
        self.folder, self.keep, self.milestone_steps = folder, keep, milestone_steps

    def names(self) -> list[str]:
        """Names of the complete checkpoints, oldest first."""
        return sorted(path.name for path in self.folder.glob("step-*") if path.is_dir())

    def best_name(self) -> str | None:
        """Name of the best checkpoint; None before one was marked, or when it is gone."""
        pointer = self.folder / "best"
        name = pointer.read_text().strip() if pointer.is_file() else ""
        return name if name in self.names() else None

    def milestones(self) -> list[str]:
        """Names of the checkpoints that are kept for good, oldest first."""
        listing = self.folder / "milestones"
        return [name for name in listing.read_text().split() if name in self.names()] if listing.is_file() else []

    def path(self, name: str) -> Path:
        """Folder of the checkpoint of that name."""
        return self.folder / name

    def save(self, step: int, checkpoint: Checkpoint, best: bool = False) -> str:
        """Writes the checkpoint of a step, marks it as the best if it is, and deletes those no longer kept.

        Args:
            step: arena steps so far; the name of the checkpoint.
            checkpoint: what to write.
            best: whether it is better than all before it.

        Returns:
            Its content hash.

        Raises:
            CheckpointNotWritten: if the disk is full or refuses; the checkpoints before it are intact.
        """
        name = f"step-{step:012d}"
        content_hash = write_checkpoint(self.path(name), checkpoint)
        if best:
            self._mark_best(name)
        self._note_milestone(name, step)
        kept = {self.best_name(), *self.milestones()}
        for old in self.names()[: -self.keep]:
            if old not in kept:
                shutil.rmtree(self.path(old), ignore_errors=True)
        return content_hash

    def load(self, name: str | None = None) -> tuple[str, Checkpoint]:
        """Reads a checkpoint, the newest one without a name.

        Raises:
            CheckpointMissing: if there is none, or none of that name.
            CheckpointCorrupt: if it is not what was written; the text names the one before it that is good.
        """
        names = self.names()
        if not names or (name is not None and name not in names):
            known = ", ".join(names) or "none"
            raise CheckpointMissing(f"{self.folder} holds no checkpoint {name or ''}; there are: {known}")
        chosen = name or names[-1]
        try:
            return chosen, read_checkpoint(self.path(chosen))
        except CheckpointCorrupt as error:
            raise CheckpointCorrupt(f"{error}. {self._offer(chosen)}") from error

    def set_aside_after(self, name: str) -> None:
        """Renames the checkpoints newer than `name`, so that the run can write its own in their place."""
        for newer in [n for n in self.names() if n > name]:
            aside = self.folder / f"set-aside-{newer}"
            shutil.rmtree(aside, ignore_errors=True)
            self.path(newer).rename(aside)

    def _offer(self, corrupt: str) -> str:
        """A sentence that says how to go on without the corrupt checkpoint."""
        for name in reversed([n for n in self.names() if n < corrupt]):
            try:
                read_checkpoint(self.path(name))
            except CheckpointCorrupt:
                continue
            return f"The newest good checkpoint before it is {name}: add --resume-from {name} to go on from there"
        return "There is no good checkpoint before it: add --fresh to begin anew"

    def _note_milestone(self, name: str, step: int) -> None:
        """Lists the checkpoint where it is the first one behind a multiple of the milestones' steps."""
        if self.milestone_steps is None:
            return
        known = [one for one in self.milestones() if one != name]
        passed = int(known[-1].removeprefix("step-")) // self.milestone_steps if known else 0
        if step // self.milestone_steps > passed:
            self._write_pointer("milestones", "\n".join([*known, name]))

    def _mark_best(self, name: str) -> None:
        self._write_pointer("best", name)

    def _write_pointer(self, pointer: str, text: str) -> None:
        unfinished = self.folder / f".unfinished-{pointer}"
        try:
            _write_synced(unfinished, text.encode() + b"\n")
            unfinished.rename(self.folder / pointer)
        except OSError as error:
            raise CheckpointNotWritten(
                f"{self.folder / pointer} could not be written: {error.strerror or error}; all checkpoints are intact. "
                f"Free space on the disk, then run the same command again: it resumes"
            ) from error


def _json_bytes(value: Any) -> bytes:
    return (json.dumps(value, indent=1, sort_keys=True) + "\n").encode()


def _write_synced(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read_listed(path: Path, listed: Mapping[str, Any]) -> bytes:
    content = path.read_bytes()
    if len(content) != listed["bytes"]:
        raise ValueError(f"{path.name} has {len(content)} bytes, the manifest says {listed['bytes']}")
    found = hashlib.sha256(content).hexdigest()
    if found != listed["sha256"]:
        raise ValueError(f"sha256 of {path.name} is {found[:12]}..., the manifest says {listed['sha256'][:12]}...")
    return content


def _reason(error: Exception) -> str:
    return f"the entry {error} is missing" if isinstance(error, KeyError) else str(error)
