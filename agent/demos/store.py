"""Demonstrations on disk: what was seen and done, step by step, and a manifest that says whose it is.

demos/building_micro-expert/
manifest.json          Manifest: scenario, contract, level, seeds, and the SHA-256 of every shard
00000.safetensors      a shard: the episodes of one round, one after the other

A shard's arrays, for episodes of T1, T2 ... steps:

observations   uint8 [T1 + 1 + T2 + 1 ..., frame_bytes], frames; one more than steps
actions        int64 [T1 + T2 ...], or float64 [..., 9] of the action set `commands`
intents        int64 [T1 + T2 ...], what an expert chose by number; only where the actions are commands
rewards        float32 [T1 + T2 ...]
subgoals       uint8 [T1 + T2 ...], places in the manifest's `subgoals`
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import harness
from agent.errors import AgentError

MANIFEST = "manifest.json"
#: Version of the format that this file describes.
FORMAT = 1
ARRAYS = ("observations", "actions", "rewards", "subgoals")


class DemoCorrupt(AgentError):
    """Demonstrations are damaged, or were made for other frames."""


@dataclass(frozen=True)
class EpisodeEntry:
    """One episode, as the manifest lists it."""

    seed: int
    """Base seed: `FactorioEnv.reset(seed=seed)` begins the same episode."""
    steps: int
    success: bool
    terminated: bool
    reward: float
    """Sum of all rewards."""
    shard: str
    """File that holds it."""
    first: int
    """Its first step among those of the shard."""
    number: int
    """Its place among the episodes of the shard; its first frame is frame `first + number`."""


@dataclass
class Manifest:
    """What demonstrations are of."""

    scenario: str
    """Name of the scenario."""
    contract: int
    """FACTORIO_FRAMES_VERSION of the frames."""
    frame: str
    frame_bytes: int
    ticks_per_step: int
    action_set: str
    level: str
    """Skill of who played: beginner, intermediate, expert; or where it was imported from."""
    subgoals: list[str]
    """Names of what a step is for."""
    intents: list[str] = field(default_factory=list)
    """Names of the intents, where actions are commands that came from intents."""
    shards: dict[str, str] = field(default_factory=dict)
    """SHA-256 of each shard, by file name."""
    episodes: list[EpisodeEntry] = field(default_factory=list)
    format: int = FORMAT

    @classmethod
    def of(
        cls, scenario: harness.Scenario, level: str, subgoals: tuple[str, ...], intents: tuple[str, ...]
    ) -> Manifest:
        """An empty one for a scenario."""
        kind = {"movement": 0, "mining": 1, "building": 2, "full": 3}[scenario.frame]
        contract = harness.constants.FACTORIO_FRAMES_VERSION
        return cls(
            scenario.name, contract, scenario.frame, harness.frame_dtype(kind).itemsize, scenario.ticks_per_step,
            scenario.actions, level, list(subgoals), list(intents),
        )  # fmt: skip

    @property
    def steps(self) -> int:
        """Steps of all episodes."""
        return sum(episode.steps for episode in self.episodes)

    @property
    def successes(self) -> int:
        """Episodes with success."""
        return sum(episode.success for episode in self.episodes)

    def fits(self, other: Manifest) -> bool:
        """Whether episodes of both can stand in one folder."""
        mine, theirs = asdict(self), asdict(other)
        return all(mine[name] == theirs[name] for name in mine if name not in ("shards", "episodes"))

    def write(self, folder: Path) -> None:
        """Writes it, all or nothing."""
        path = folder / f"{MANIFEST}.new"
        path.write_text(json.dumps(asdict(self), indent=1) + "\n")
        path.replace(folder / MANIFEST)


@dataclass(frozen=True)
class DemoEpisode:
    """One episode of T steps."""

    entry: EpisodeEntry
    observations: NDArray[np.uint8]
    """uint8 [T + 1, frame_bytes]."""
    actions: NDArray[Any]
    """int64 [T] or float64 [T, 9]."""
    rewards: NDArray[np.float32]
    """float32 [T]."""
    subgoals: NDArray[np.uint8]
    """uint8 [T]."""
    intents: NDArray[np.int64] | None
    """int64 [T]; None where actions are numbers."""


class Demonstrations:
    """A folder of demonstrations, opened and checked.

    Args:
        folder: where they are.
        manifest: what they are of.
    """

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder, self.manifest = folder, manifest

    def __len__(self) -> int:
        return len(self.manifest.episodes)

    def __iter__(self) -> Iterator[DemoEpisode]:
        """The episodes, in the order of the manifest.

        Raises:
            DemoCorrupt: if a shard is not what was written, or an episode has a hole; the text names the step.
        """
        shard, arrays = "", dict[str, NDArray[Any]]()
        for entry in self.manifest.episodes:
            if entry.shard != shard:
                shard, arrays = entry.shard, self._read_shard(entry.shard)
            yield self._episode(entry, arrays)

    def _read_shard(self, name: str) -> dict[str, NDArray[Any]]:
        import safetensors.numpy
        from safetensors import SafetensorError

        path = self.folder / name
        if Path(name).name != name or name not in self.manifest.shards:
            raise DemoCorrupt(f"{self.folder / MANIFEST} names the shard {name!r}, which it does not list")
        try:
            data = path.read_bytes()
        except OSError as error:
            raise DemoCorrupt(f"{path} cannot be read: {error.strerror}; record the demonstrations anew") from error
        if hashlib.sha256(data).hexdigest() != self.manifest.shards[name]:
            raise DemoCorrupt(f"{path} is not what was written: its SHA-256 differs; record the demonstrations anew")
        try:
            return dict(safetensors.numpy.load(data))
        except SafetensorError as error:
            raise DemoCorrupt(f"{path} cannot be read: {error}") from error

    def _episode(self, entry: EpisodeEntry, arrays: dict[str, NDArray[Any]]) -> DemoEpisode:
        steps = slice(entry.first, entry.first + entry.steps)
        first = entry.first + entry.number
        observations = arrays["observations"][first : first + entry.steps + 1]
        intents = arrays["intents"][steps] if "intents" in arrays else None
        episode = DemoEpisode(
            entry, observations, arrays["actions"][steps], arrays["rewards"][steps], arrays["subgoals"][steps], intents
        )
        self._check(episode)
        return episode

    def _check(self, episode: DemoEpisode) -> None:
        """Finds holes: every step runs the scenario's ticks, and every number is one."""
        entry, manifest = episode.entry, self.manifest
        where = f"{self.folder / entry.shard}, episode of seed {entry.seed}"
        if len(episode.observations) != entry.steps + 1 or len(episode.actions) != entry.steps:
            raise DemoCorrupt(f"{where}: {entry.steps} steps are listed, {len(episode.actions)} are there")
        ticks = harness.fields(episode.observations, manifest.frame)["timestamp"].astype(np.int64)
        holes = np.flatnonzero(np.diff(ticks) != manifest.ticks_per_step)
        if holes.size:
            step = int(holes[0])
            raise DemoCorrupt(
                f"{where}: a hole at step {step}: from tick {ticks[step]} to {ticks[step + 1]}, where a step runs "
                f"{manifest.ticks_per_step} ticks; leave the episode out, or record it anew"
            )
        for name, array in (("action", episode.actions), ("reward", episode.rewards)):
            wrong = np.flatnonzero(~np.isfinite(array.reshape(len(array), -1)).all(axis=1))
            if wrong.size:
                raise DemoCorrupt(f"{where}: the {name} of step {int(wrong[0])} is not a finite number")


def read_demonstrations(folder: Path) -> Demonstrations:
    """Opens a folder of demonstrations; episodes are checked as they are read.

    Raises:
        DemoCorrupt: if there are none, or they are of another contract or format.
    """
    try:
        said = json.loads((folder / MANIFEST).read_text())
        entries = [EpisodeEntry(**entry) for entry in said.pop("episodes")]
        manifest = Manifest(**said, episodes=entries)
    except FileNotFoundError as error:
        raise DemoCorrupt(
            f"{folder} holds no demonstrations ({MANIFEST}); record some: python -m agent.demos record --help"
        ) from error
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise DemoCorrupt(f"{folder / MANIFEST} cannot be read: {error}") from error
    known = harness.constants.FACTORIO_FRAMES_VERSION
    if manifest.format != FORMAT:
        raise DemoCorrupt(f"{folder} has format {manifest.format}; {FORMAT} can be read")
    if manifest.contract != known:
        step = f"step 0 of seed {entries[0].seed}" if entries else "the first step"
        raise DemoCorrupt(
            f"{folder} has frames of contract {manifest.contract} from {step} on, this program those of {known}; "
            f"record the demonstrations anew with this version"
        )
    return Demonstrations(folder, manifest)


def add_shard(folder: Path, manifest: Manifest, episodes: list[DemoEpisode]) -> None:
    """Writes episodes as one more shard, then the manifest that lists them: a broken write leaves old ones whole."""
    import safetensors.numpy

    name = f"{len(manifest.shards):05d}.safetensors"
    columns: dict[str, list[NDArray[Any]]] = {
        array: [np.ascontiguousarray(getattr(episode, array)) for episode in episodes] for array in ARRAYS
    }
    if episodes[0].intents is not None:
        columns["intents"] = [episode.intents for episode in episodes if episode.intents is not None]
    data = safetensors.numpy.save({array: np.concatenate(parts) for array, parts in columns.items()})
    path = folder / f"{name}.new"
    path.write_bytes(data)
    path.replace(folder / name)
    first = 0
    for number, episode in enumerate(episodes):
        entry = {**asdict(episode.entry), "shard": name, "first": first, "number": number}
        manifest.episodes.append(EpisodeEntry(**entry))
        first += episode.entry.steps
    manifest.shards[name] = hashlib.sha256(data).hexdigest()
    manifest.write(folder)
