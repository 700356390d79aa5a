"""Demonstrations from the command line: record an expert, record a person, show, export, import.

Example: python -m agent.demos record --scenario building_micro --level expert --episodes 100
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
import tyro
from rich.console import Console
from rich.table import Table

import harness
from agent.demos.record import record
from agent.demos.store import Demonstrations, read_demonstrations
from agent.errors import AgentError
from agent.interrupt import INTERRUPTED


@dataclass(frozen=True)
class Record:
    """Records episodes of the scenario's expert; episodes that the folder holds already are kept.

    Example: python -m agent.demos record --scenario building_micro --level expert --episodes 100
    """

    scenario: str = "building_micro"
    """Scenario to play: a name or a YAML file."""
    level: Literal["beginner", "intermediate", "expert"] = "expert"
    """How well it is played; agent/experts/levels.py says how the lower levels err."""
    episodes: int = 100
    """Episodes that there shall be."""
    seed: int = 0
    """Base seed of the first episode; each next one takes the next number."""
    out: Path | None = None
    """Folder; demos/SCENARIO-LEVEL when left out."""


@dataclass(frozen=True)
class Play:
    """Records a person who plays the scenario by hand, on a real Factorio server of theirs.

    The server runs on this machine; join it with the game's own client at the address that is printed. Ctrl-C ends the
    last episode and keeps what has been played.

    Example: python -m agent.demos play --scenario mining_micro --factorio-bin ~/factorio/bin/x64/factorio --player ann
    """

    factorio_bin: Path
    """The Factorio binary; the stand-in has no screen to play at."""
    player: str
    """Your name in the game: who is given the character."""
    scenario: str = "mining_micro"
    """Scenario to play: a name or a YAML file."""
    episodes: int = 10
    """Episodes to play; each ends by the scenario's rule."""
    seed: int = 0
    """Base seed of the first episode; each next one takes the next number."""
    out: Path | None = None
    """Folder; demos/SCENARIO-human when left out."""


@dataclass(frozen=True)
class ImportPlay:
    """Reads files that the mod's /agent-record has written, below a server's script-output.

    Example: python -m agent.demos import-play recording.jsonl --scenario mining_micro
    """

    file: Annotated[Path, tyro.conf.Positional]
    """The recording."""
    scenario: str
    """Scenario that was played: a name or a YAML file."""
    out: Path | None = None
    """Folder; demos/SCENARIO-human when left out."""


@dataclass(frozen=True)
class Show:
    """Checks every episode, and tells what is there.

    Example: python -m agent.demos show demos/building_micro-expert
    """

    folder: Annotated[Path, tyro.conf.Positional]
    """Folder of the demonstrations."""


@dataclass(frozen=True)
class Export:
    """Writes the demonstrations as a Minari dataset (extra 'minari').

    Example: python -m agent.demos export demos/building_micro-expert --name factorio/building_micro-v0
    """

    folder: Annotated[Path, tyro.conf.Positional]
    """Folder of the demonstrations."""
    name: str | None = None
    """Name of the dataset; factorio/SCENARIO-LEVEL-v0 when left out."""


@dataclass(frozen=True)
class Import:
    """Reads a Minari dataset that `export` has written (extra 'minari').

    Example: python -m agent.demos import factorio/building_micro-v0 --out demos/again
    """

    name: Annotated[str, tyro.conf.Positional]
    """Name of the dataset."""
    out: Path = Path("demos/imported")
    """Folder for the demonstrations."""


Command = (
    Annotated[Record, tyro.conf.subcommand("record")]
    | Annotated[Play, tyro.conf.subcommand("play")]
    | Annotated[ImportPlay, tyro.conf.subcommand("import-play")]
    | Annotated[Show, tyro.conf.subcommand("show")]
    | Annotated[Export, tyro.conf.subcommand("export")]
    | Annotated[Import, tyro.conf.subcommand("import")]
)


def table_of(demonstrations: Demonstrations) -> Table:
    """What the demonstrations are, after every episode has been read and checked."""
    manifest = demonstrations.manifest
    steps = np.zeros(len(manifest.subgoals), dtype=np.int64)
    for episode in demonstrations:
        steps += np.bincount(episode.subgoals, minlength=len(steps))[: len(steps)]
    table = Table(box=None, show_header=False, title=f"{manifest.scenario}, {manifest.level}", title_justify="left")
    episodes = max(len(demonstrations), 1)
    table.add_row("episodes", f"{len(demonstrations):,}, {manifest.successes / episodes:.1%} with success")
    table.add_row("steps", f"{manifest.steps:,}, {manifest.steps / episodes:.0f} an episode")
    table.add_row("frames", f"{manifest.frame}, {manifest.frame_bytes} B, contract {manifest.contract}")
    for name, count in zip(manifest.subgoals, steps, strict=True):
        table.add_row(f"  {name}", f"{count / max(int(steps.sum()), 1):.1%} of the steps")
    return table


def run(command: Command, console: Console) -> None:
    """Does what is asked.

    Raises:
        AgentError: if it cannot be done.
    """
    if isinstance(command, Record):
        folder = command.out or Path("demos") / f"{Path(command.scenario).stem}-{command.level}"
        found = record(command.scenario, command.level, command.episodes, command.seed, folder, console)
        console.print(f"{len(found)} episodes, {found.manifest.steps:,} steps in {folder}", highlight=False)
    elif isinstance(command, Play | ImportPlay):
        _take_play(command, console)
    elif isinstance(command, Show):
        console.print(table_of(read_demonstrations(command.folder)))
    elif isinstance(command, Export):
        from agent.demos.minari_exchange import export_dataset

        name = export_dataset(read_demonstrations(command.folder), command.name)
        console.print(f"written as {name}", highlight=False)
    else:
        from agent.demos.minari_exchange import import_dataset

        console.print(f"{len(import_dataset(command.name, command.out))} episodes in {command.out}", highlight=False)


def _take_play(command: Play | ImportPlay, console: Console) -> None:
    """Episodes that a person plays, or has played."""
    from agent.demos.human import import_recording, record_person

    scenario = harness.load_scenario(command.scenario)
    folder = command.out or Path("demos") / f"{scenario.name}-human"
    if isinstance(command, Play):
        seeds = range(command.seed, command.seed + command.episodes)
        taken = record_person(scenario, command.factorio_bin, command.player, seeds, folder, console)
    else:
        taken = import_recording(command.file, scenario, folder)
    console.print(f"{taken}; {len(read_demonstrations(folder))} in {folder}", highlight=False, soft_wrap=True)


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line; returns the exit status."""
    command = tyro.cli(Command, args=arguments, prog="python -m agent.demos")
    try:
        run(command, Console())
    except KeyboardInterrupt:
        Console().print("stopped; the same command goes on after the episodes that are written")
        return INTERRUPTED
    except (AgentError, harness.HarnessError, OSError) as error:
        Console(stderr=True).print(f"error: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
