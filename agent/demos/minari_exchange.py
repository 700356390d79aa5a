"""Demonstrations as Minari datasets and back. Minari is an extra: pip install -e '.[minari]'.

What Minari has no place for goes with each episode as infos: sub-goals, the numbers of intents, and success. The
dataset's description carries the manifest without its episodes.
"""

from __future__ import annotations

import importlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from gymnasium import spaces

import harness
from agent.demos.store import DemoEpisode, Demonstrations, EpisodeEntry, Manifest, add_shard, read_demonstrations
from agent.errors import AgentError

#: What an import makes a shard of.
EPISODES_A_SHARD = 64


def _minari(module: str = "minari") -> Any:
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise AgentError(
            f"{error}; datasets of Minari need the extra: pip install -e '.[minari]' (or pip install 'minari[hdf5]')"
        ) from error


def export_dataset(demonstrations: Demonstrations, name: str | None = None) -> str:
    """Writes a Minari dataset to Minari's own folder.

    Args:
        demonstrations: what to write.
        name: of the dataset; factorio/SCENARIO-LEVEL-v0 when None.

    Returns:
        The name.

    Raises:
        AgentError: if Minari is missing, there are no episodes, or there is a dataset of that name.
        DemoCorrupt: if an episode is damaged.
    """
    minari, collector = _minari(), _minari("minari.data_collector")
    manifest = demonstrations.manifest
    name = name or f"factorio/{manifest.scenario}-{manifest.level}-v0"
    if not len(demonstrations):
        raise AgentError(f"{demonstrations.folder} holds no episodes to export")
    if name in minari.list_local_datasets():
        raise AgentError(f"there is a Minari dataset {name} already; choose another --name, or delete it with Minari")
    buffers = [_buffer(collector, number, episode) for number, episode in enumerate(demonstrations)]
    about = {key: value for key, value in asdict(manifest).items() if key not in ("episodes", "shards")}
    space = spaces.Box(0, 255, (manifest.frame_bytes,), np.uint8)
    minari.create_dataset_from_buffers(
        name, buffers, env=f"factorio/{manifest.scenario}-v0", observation_space=space,
        action_space=_action_space(manifest), algorithm_name=manifest.level, description=json.dumps(about),
        data_format="hdf5",
    )  # fmt: skip
    return name


def _action_space(manifest: Manifest) -> spaces.Space[Any]:
    if manifest.action_set == "commands":
        columns = 1 + harness.constants.FACTORIO_PARAMETERS
        return spaces.Box(-1e6, 1e6, (columns,), np.float64)
    scenario = harness.load_scenario(manifest.scenario)
    return harness.action_space(scenario.actions)


def _buffer(collector: Any, number: int, episode: DemoEpisode) -> Any:
    steps, entry = episode.entry.steps, episode.entry
    ends = np.zeros(steps, dtype=bool)
    ends[-1] = True
    infos = {
        "subgoal": np.append(episode.subgoals, 0),
        "success": np.append(np.zeros(steps, dtype=bool), entry.success),
    }
    if episode.intents is not None:
        infos["intent"] = np.append(episode.intents, 0)
    return collector.EpisodeBuffer(
        id=number, seed=entry.seed, observations=episode.observations, actions=episode.actions,
        rewards=episode.rewards, terminations=ends & entry.terminated, truncations=ends & (not entry.terminated),
        infos=infos,
    )  # fmt: skip


def import_dataset(name: str, folder: Path) -> Demonstrations:
    """Reads a Minari dataset that `export_dataset` has written.

    Raises:
        AgentError: if Minari or the dataset is missing, it is not one of ours, or the folder holds something.
        DemoCorrupt: if what comes out is damaged.
    """
    minari = _minari()
    if (folder / "manifest.json").exists():
        raise AgentError(f"{folder} holds demonstrations already; choose another folder with --out")
    try:
        dataset = minari.load_dataset(name)
        about = json.loads(dataset.storage.metadata["description"])
        manifest = Manifest(**about)
    except (FileNotFoundError, ValueError, KeyError, TypeError) as error:
        raise AgentError(f"{name} is no Minari dataset that `export` has written: {error}") from error
    folder.mkdir(parents=True, exist_ok=True)
    waiting: list[DemoEpisode] = []
    for episode in dataset.iterate_episodes():
        waiting.append(_episode(dataset, episode))
        if len(waiting) == EPISODES_A_SHARD:
            add_shard(folder, manifest, waiting)
            waiting = []
    if waiting:
        add_shard(folder, manifest, waiting)
    return read_demonstrations(folder)


def _episode(dataset: Any, episode: Any) -> DemoEpisode:
    steps = len(episode.rewards)
    metadata = next(iter(dataset.storage.get_episode_metadata([episode.id])))
    entry = EpisodeEntry(
        seed=int(metadata["seed"]), steps=steps, success=bool(episode.infos["success"][-1]),
        terminated=bool(episode.terminations[-1]), reward=float(np.sum(episode.rewards, dtype=np.float64)), shard="",
        first=0, number=0,
    )  # fmt: skip
    intents = episode.infos.get("intent")
    return DemoEpisode(
        entry, np.asarray(episode.observations, dtype=np.uint8), np.asarray(episode.actions),
        np.asarray(episode.rewards, dtype=np.float32), np.asarray(episode.infos["subgoal"][:-1], dtype=np.uint8),
        None if intents is None else np.asarray(intents[:-1], dtype=np.int64),
    )  # fmt: skip
