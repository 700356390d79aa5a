"""What the mod's recorder writes of an arena that somebody plays, read back: frames, actions, and what the task says.

A file holds lines of JSON. The first line of an episode is its head, the next one has the frame with which it begins,
each further one a step, the last one how it ended:

    {"format": 1, "contract": 2, "frame_kind": 0, "ticks": 4, "script": "movement_micro", "settings": {...},
     "seed": [low, high], "scene_seed": 0, "pool_scenes": 1, "label": "7", "player": "ann"}
    {"frame": TEXT}
    {"action": [0, 1, 0], "more": 0, "frame": TEXT}
    {"ends": "stopped"}

`action` is an action type of `comm_c/frames.h` with its first parameters; `more` counts deeds beyond the one that a
step has room for; TEXT is the frame's bytes as `helpers.encode_string` makes them, deflated and in base64. Episodes
follow each other in a file. A line that was cut off, as by a server that was killed, ends its episode at the step
before.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comm_c.layout import constants, frame_dtype
from harness.envs.action_sets import COMMAND_COLUMNS, WALKS, WalkAndBuild, WalkAndMine
from harness.errors import RecordingError
from harness.scenarios import Scenario
from harness.scenarios.frames import frame_kind
from harness.tasks import Verdicts, make_task

#: Version of the format that this file reads.
FORMAT = 1
#: Tiles between a building and the ghost that it was built for.
SAME_PLACE = 0.01


@dataclass(frozen=True)
class Recording:
    """One episode of T steps that somebody has played."""

    head: dict[str, Any]
    """The first line."""
    frames: NDArray[np.uint8]
    """uint8 [T + 1, frame bytes]."""
    commands: NDArray[np.float64]
    """float64 [T, 9]: action type and parameters of each step."""
    more: NDArray[np.int64]
    """int64 [T]: deeds of the step that its action does not tell."""
    ends: str | None
    """`stopped` or `dead`; None: the file breaks off."""

    @property
    def fields(self) -> NDArray[np.void]:
        """The frames as a structured view [T + 1]."""
        return self.frames.view(frame_dtype(self.head["frame_kind"]))[:, 0]

    def check(self, scenario: Scenario) -> None:
        """Refuses what was not recorded in the scenario.

        Raises:
            RecordingError: naming what differs.
        """
        wanted = {
            "contract": constants.FACTORIO_FRAMES_VERSION, "frame_kind": frame_kind(scenario.frame),
            "ticks": scenario.ticks_per_step, "script": scenario.setup_script,
        }  # fmt: skip
        for name, value in wanted.items():
            if self.head.get(name) != value:
                raise RecordingError(
                    f"the recording was not made in {scenario.name}: its {name} is {self.head.get(name)!r}, the "
                    f"scenario's {value!r}. Name the scenario that was played, or record it again"
                )


def read_recording(path: Path) -> list[Recording]:
    """The episodes of a file, those without a step left out.

    Raises:
        RecordingError: if it cannot be read, or is no recording of a format that is known; the line is named.
    """
    try:
        lines = path.read_text().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise RecordingError(f"{path} cannot be read: {error}") from error
    found = [_episode(path, first, part) for first, part in _episodes(path, lines)]
    return [one for one in found if len(one.commands)]


def _episodes(path: Path, lines: list[str]) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """The lines of each episode, with the number of its first one."""
    first, part = 0, list[dict[str, Any]]()
    for number, line in enumerate(lines, start=1):
        try:
            said = json.loads(line)
        except ValueError as error:
            if number == len(lines):
                break
            raise RecordingError(f"{path}, line {number} is not JSON: {error}") from error
        if not isinstance(said, dict) or (not part and "format" not in said):
            raise RecordingError(f"{path}, line {number} is no line of a recording; the mod's /agent-record makes them")
        if "format" in said:
            if part:
                yield first, part
            first, part = number, []
        part.append(said)
    if part:
        yield first, part


def _episode(path: Path, first: int, lines: list[dict[str, Any]]) -> Recording:
    head, ends = lines[0], None
    if head["format"] != FORMAT:
        raise RecordingError(f"{path}, line {first}: the format is {head['format']!r}; {FORMAT} can be read")
    frames, commands, more = list[bytes](), list[NDArray[np.float64]](), list[int]()
    for number, line in enumerate(lines[1:], start=first + 1):
        ends = line.get("ends", ends)
        if "frame" not in line:
            continue
        try:
            frames.append(zlib.decompress(base64.b64decode(line["frame"], validate=True)))
            if len(frames) > 1:
                row = np.zeros(COMMAND_COLUMNS)
                row[: len(line["action"])] = line["action"]
                commands.append(row)
                more.append(int(line["more"]))
        except (binascii.Error, zlib.error, KeyError, TypeError, ValueError) as error:
            raise RecordingError(f"{path}, line {number} is no step: {error!r}") from error
    try:
        size = frame_dtype(head["frame_kind"]).itemsize
        columns = np.frombuffer(b"".join(frames), dtype=np.uint8).reshape(len(frames), size)
    except (KeyError, ValueError, TypeError) as error:
        raise RecordingError(f"{path}, line {first}: frames are not of one size, or of no known kind") from error
    rows = np.array(commands) if commands else np.zeros((0, COMMAND_COLUMNS))
    return Recording(head, columns, rows, np.array(more, dtype=np.int64), ends)


def numbered_actions(recording: Recording, scenario: Scenario) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """The steps as actions of the scenario's action set.

    Args:
        recording: of the scenario.
        scenario: what was played.

    Returns:
        int64 [T], or float64 [T, 9] of the action set `commands`; and bool [T], steps whose deed the set has no action
        for: they stand still.
    """
    commands = recording.commands
    if scenario.actions == "commands":
        return commands, np.zeros(len(commands), dtype=np.bool_)
    numbers = np.full(len(commands), -1, dtype=np.int64)
    moves = commands[:, 0] == constants.FACTORIO_ACTION_MOVE
    for number, (_, dx, dy) in enumerate(WALKS):
        numbers[moves & (commands[:, 1] == dx) & (commands[:, 2] == dy)] = number
    if scenario.actions == "walk_and_mine":
        numbers[commands[:, 0] == constants.FACTORIO_ACTION_MINE] = WalkAndMine.MINE
    elif scenario.actions == "walk_and_build":
        built = np.flatnonzero(commands[:, 0] == constants.FACTORIO_ACTION_BUILD)
        numbers[built] = [_ghost_of(recording.fields[step], commands[step]) for step in built]
    foreign = numbers < 0
    return np.where(foreign, 0, numbers), foreign


def _ghost_of(frame: np.void, command: NDArray[np.float64]) -> int:
    """Number of the action that builds the ghost at a command's place; -1 where the frame lists none."""
    places = frame["player_pos"] + frame["plan"]["offset"]
    is_there = (np.abs(places - command[1:3]) < SAME_PLACE).all(axis=1) & (frame["plan"]["item"] == command[3])
    rows = np.flatnonzero(is_there)
    return WalkAndBuild.FIRST + int(rows[0]) if rows.size else -1


@dataclass(frozen=True)
class Judged:
    """What the scenario's task says of a recording, up to the end of its episode."""

    steps: int
    """Steps until the episode ended, or all of them."""
    rewards: NDArray[np.float32]
    """float32 [steps]."""
    success: bool
    terminated: bool
    truncated: bool
    """By the time limit; with neither, somebody stopped before the end."""


def judge(recording: Recording, scenario: Scenario) -> Judged:
    """Lets the scenario's task judge the frames, as it does in an environment."""
    task, verdicts, frames = make_task(scenario, 1), Verdicts.empty(1), recording.fields
    rewards = list[float]()
    task.evaluate(frames[:1], verdicts, np.zeros(1, dtype=np.intp))
    for step in range(1, len(frames)):
        task.evaluate(frames[step : step + 1], verdicts, np.zeros(0, dtype=np.intp))
        rewards.append(float(verdicts.reward[0]))
        if verdicts.terminated[0] or verdicts.truncated[0]:
            break
    return Judged(
        len(rewards), np.array(rewards, dtype=np.float32), bool(verdicts.success[0]), bool(verdicts.terminated[0]),
        bool(verdicts.truncated[0]),
    )  # fmt: skip
