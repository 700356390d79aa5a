"""The folder that a failure leaves: everything needed to see it, and to play it again to the bit."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from harness.envs.spaces import fields
from harness.errors import CaseError, HarnessError
from harness.pictures.picture import picture_png
from harness.runner.episode import digest_text
from harness.runner.transcript import write_transcript
from harness.runner.witness import Evidence
from harness.scenarios import Scenario
from harness.servers import Door, ServerKind

RECORD_FILE, ARRAYS_FILE, PICTURE_FILE = "failure.json", "episode.npz", "scene.png"

#: Raised when a key of failure.json or an array changes its meaning.
FAILURE_VERSION: Literal[1] = 1


class FailureRecord(BaseModel):
    """failure.json."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Literal[1] = Field(default=FAILURE_VERSION, description="of this schema and of the arrays")
    case: str
    check: str
    policy: str
    reason: str
    server: ServerKind
    door: Door
    seed: int = Field(description="base seed of the episode")
    success: bool
    steps: int
    reward: float
    digest: str = Field(description="of every frame and reward, 16 hexadecimal digits")
    scenario: Scenario = Field(description="as it was played, whatever becomes of its file")
    replay: str | None = Field(description="command that lets the policy play the episode again")
    machine: dict[str, Any]


class Failure:
    """A folder that was read back."""

    def __init__(self, record: FailureRecord, actions: NDArray[Any], digests: NDArray[np.uint64]) -> None:
        self.record = record
        self.actions = actions
        """[steps] numbers or [steps, 9] commands."""
        self.digests = digests
        """uint64 [steps], the episode's digest after each step."""


def write_failure(folder: Path, record: FailureRecord, evidence: Evidence) -> None:
    """Writes the folder, over one of the same name.

    Args:
        folder: is made where it is not there.
        record: what was played and why it counts as wrong.
        evidence: what the witness kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    trail = evidence.trail
    np.savez_compressed(
        folder / ARRAYS_FILE, actions=trail.actions, digests=trail.digests, last_frames=trail.frames
    )
    head = record.model_dump(mode="json", exclude={"version", "scenario"}) | {"scenario": record.scenario.name}
    write_transcript(folder / "transcript.jsonl", head, [evidence.episode])
    (folder / "last_frames.txt").write_text(_frames_text(trail.frames, record.scenario.frame))
    (folder / "server.log").write_text("".join(line + "\n" for line in evidence.server_log))
    note = _draw(folder / PICTURE_FILE, record, evidence)
    (folder / "README.txt").write_text(_readme(folder, record, note))
    # Last of all: a folder with this file is whole.
    (folder / RECORD_FILE).write_text(record.model_dump_json(indent=2) + "\n")


def read_failure(folder: Path) -> Failure:
    """Reads a folder back.

    Raises:
        CaseError: if it is not such a folder, or its parts do not fit together.
    """
    path = folder / RECORD_FILE
    try:
        record = FailureRecord.model_validate_json(path.read_text())
        with np.load(folder / ARRAYS_FILE, allow_pickle=False) as arrays:
            actions, digests = arrays["actions"], arrays["digests"]
    except FileNotFoundError as error:
        raise CaseError(
            f"{folder} is not the folder of a failure: {Path(str(error.filename)).name} is missing; give a folder "
            "that a failed case has named, as runs/failures/CASE.CHECK.SEED"
        ) from error
    except (OSError, ValueError, ValidationError, KeyError) as error:
        raise CaseError(f"{folder} cannot be read: {error}") from error
    if len(actions) != record.steps or len(digests) != record.steps:
        raise CaseError(f"{folder}: {len(actions)} actions and {len(digests)} digests for {record.steps} steps")
    if digest_text(digests[-1]) != record.digest:
        raise CaseError(f"{folder}: the digests end with {digest_text(digests[-1])}, the record with {record.digest}")
    return Failure(record, actions, digests)


def _draw(path: Path, record: FailureRecord, evidence: Evidence) -> str:
    """Draws the last scene; a note where it could not be drawn."""
    if evidence.scene is None:
        return "no picture: the server could not be asked for the scene"
    caption = f"{record.case}  ·  {record.check}  ·  seed {record.seed}  ·  {evidence.scene.seconds:.1f} s"
    try:
        path.write_bytes(picture_png(evidence.scene, caption))
    except HarnessError as error:
        return f"no picture: {error}"
    return ""


def _frames_text(frames: NDArray[np.uint8], frame: str) -> str:
    """The last frames by the names of their fields; of lists of records only those that are there."""
    lines = []
    for number, one in enumerate(fields(frames, frame), start=1 - len(frames)):
        lines.append(f"frame {number}")
        for name in one.dtype.names:
            value = one[name]
            shown = value[[any(row.tobytes()) for row in value]] if value.dtype.names and value.ndim else value
            lines += [f"  {name}: {shown.tolist()}"] if name != "cells" else []
    return "\n".join(lines) + "\n"


def _readme(folder: Path, record: FailureRecord, note: str) -> str:
    lines = [
        f"{record.case}, {record.check}, policy {record.policy}, seed {record.seed}: {record.reason}",
        "",
        f"play the recorded actions again and compare every step:   python -m harness replay {folder}",
    ]
    if record.replay is not None:
        lines.append(f"let the policy play the episode again:                    {record.replay}")
    lines += ["", note or f"{PICTURE_FILE}          the scene at the end"]
    lines += [
        "last_frames.txt    the last frames, by the names of their fields",
        "transcript.jsonl   seed, actions and outcome",
        "server.log         the last lines of the server",
        f"{RECORD_FILE}, {ARRAYS_FILE}   what `replay` reads",
    ]
    return "\n".join(lines) + "\n"
