"""Play by a person's hand as demonstrations: recorded by the mod, judged by the scenario's task, in the same store.

A recording holds what the character did, not what the person meant: every step has one action, the longest of its
ticks, and all steps have the sub-goal `played`. What a step cannot say is counted: deeds beyond the first, and deeds
that the scenario's actions have no number for, which become standing still.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from time import sleep

import numpy as np
from rich.console import Console

import harness
from agent.demos.store import DemoEpisode, EpisodeEntry, Manifest, add_shard, read_demonstrations
from agent.errors import AgentError
from agent.seeds import training_seed

#: Level of a manifest whose episodes a person has played.
LEVEL = "human"
SUBGOALS = ("played",)
#: Seconds between two looks at what has been recorded.
LOOK_EVERY = 1.0


@dataclass(frozen=True)
class Taken:
    """What has become of a recording."""

    episodes: int
    """Taken."""
    known: int
    """That the folder held already."""
    steps: int
    successes: int
    more: int
    """Deeds beyond the one that a step has room for."""
    foreign: int
    """Deeds that the scenario's actions have no number for."""

    def __str__(self) -> str:
        lost = f"; {self.more + self.foreign} deeds that no action tells" if self.more + self.foreign else ""
        again = f", {self.known} known already" if self.known else ""
        return f"{self.episodes} episodes{again}, {self.steps:,} steps, {self.successes} with success{lost}"


def import_recording(path: Path, scenario: harness.Scenario, folder: Path) -> Taken:
    """Reads a file of the mod's recorder and adds its episodes to a folder of demonstrations.

    Args:
        path: the file.
        scenario: that was played.
        folder: where the demonstrations go; those of a seed that is there already are left out.

    Raises:
        RecordingError: if the file is no recording of the scenario.
        DemoCorrupt: if the folder's demonstrations cannot be read.
        AgentError: if the folder holds demonstrations of something else, or the file no step.
    """
    recordings = harness.read_recording(path)
    if not recordings:
        raise AgentError(f"{path} holds no step; play at least {scenario.ticks_per_step} ticks")
    manifest = _manifest(scenario, folder)
    known = {entry.seed for entry in manifest.episodes}
    episodes, more, foreign = list[DemoEpisode](), 0, 0
    for recording in recordings:
        recording.check(scenario)
        episode, without_number = _episode(recording, scenario)
        if episode.entry.seed in known:
            continue
        known.add(episode.entry.seed)
        episodes.append(episode)
        more += int(recording.more[: episode.entry.steps].sum())
        foreign += without_number
    if episodes:
        add_shard(folder, manifest, episodes)
        for _ in read_demonstrations(folder):  # a hole is told now, not when somebody learns from it
            pass
    entries = [episode.entry for episode in episodes]
    steps, successes = sum(entry.steps for entry in entries), sum(entry.success for entry in entries)
    return Taken(len(episodes), len(recordings) - len(episodes), steps, successes, more, foreign)


def _manifest(scenario: harness.Scenario, folder: Path) -> Manifest:
    wanted = Manifest.of(scenario, LEVEL, SUBGOALS, ())
    if not (folder / "manifest.json").exists():
        folder.mkdir(parents=True, exist_ok=True)
        return wanted
    found = read_demonstrations(folder).manifest
    if not found.fits(wanted):
        raise AgentError(
            f"{folder} holds demonstrations of {found.scenario} by a player of level {found.level}; "
            "choose another folder with --out"
        )
    return found


def _episode(recording: harness.Recording, scenario: harness.Scenario) -> tuple[DemoEpisode, int]:
    """The episode up to its end, and how many of its steps have no number."""
    judged = harness.judge(recording, scenario)
    actions, foreign = harness.numbered_actions(recording, scenario)
    steps = judged.steps
    entry = EpisodeEntry(
        _seed(recording), steps, judged.success, judged.terminated, float(judged.rewards.sum()), "", 0, 0
    )
    episode = DemoEpisode(
        entry, recording.frames[: steps + 1], actions[:steps], judged.rewards, np.zeros(steps, dtype=np.uint8), None
    )
    return episode, int(foreign[:steps].sum())


def _seed(recording: harness.Recording) -> int:
    """The base seed where the recording names it; else the seed of the episode itself."""
    label = str(recording.head.get("label", ""))
    low, high = recording.head["seed"]
    return int(label) if label.isdecimal() else int(high) << 32 | int(low)


def record_person(
    scenario: harness.Scenario, binary: Path, player: str, seeds: Iterable[int], folder: Path, console: Console
) -> Taken:
    """Starts a real server, waits for a player to join, and records an episode for each seed.

    Args:
        scenario: what is played.
        binary: the Factorio binary.
        player: name of who plays.
        seeds: base seeds of the episodes.
        folder: where the demonstrations go.
        console: tells the player what to do.

    Raises:
        ServerError: if the server cannot be started.
        AgentError: if nothing was played, or a seed is held out.
    """
    wanted = [training_seed(seed) for seed in seeds]
    with closing(harness.PlayedArena(scenario, kind="factorio", binary=binary)) as arena:
        console.print(f"join {arena.address} as {player}; Ctrl-C ends the last episode", highlight=False)
        try:
            for number, seed in enumerate(wanted, start=1):
                _begin(arena, seed, player)
                console.print(f"episode {number} of {len(wanted)}: {scenario.description}", highlight=False)
                while not _is_over(arena, scenario):
                    sleep(LOOK_EVERY)
                _stop(arena)
        except KeyboardInterrupt:
            _stop(arena)
        if not arena.file.exists():
            raise AgentError(f"nothing was played: {player} has not joined {arena.address}")
        return import_recording(arena.file, scenario, folder)


def _begin(arena: harness.PlayedArena, seed: int, player: str) -> None:
    """Begins an episode as soon as the player is there."""
    while True:
        try:
            arena.begin(seed, player)
            return
        except harness.RecordingError as error:
            if "there is no player" not in str(error):
                raise
            sleep(LOOK_EVERY)


def _is_over(arena: harness.PlayedArena, scenario: harness.Scenario) -> bool:
    """Whether the episode that is played has ended, by the task's rule or the character's death."""
    if arena.has_ended():
        return True
    recordings = harness.read_recording(arena.file)
    if not recordings or recordings[-1].ends is not None:
        return False
    judged = harness.judge(recordings[-1], scenario)
    return judged.terminated or judged.truncated


def _stop(arena: harness.PlayedArena) -> None:
    """Ends a recording that may have ended by itself."""
    if arena.file.exists() and not arena.has_ended():
        arena.stop()
