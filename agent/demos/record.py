"""Records episodes of an expert: many arenas side by side, one episode each, round after round."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

import harness
from agent.demos.store import (
    DemoEpisode,
    Demonstrations,
    EpisodeEntry,
    Manifest,
    add_shard,
    read_demonstrations,
)  # fmt: skip
from agent.environments import around, make_env
from agent.errors import AgentError
from agent.experts import Expert, expert_for
from agent.seeds import training_seed

#: Arenas side by side, and so episodes in a shard.
ARENAS = 64


def record(
    scenario_name: str, level: str, episodes: int, seed: int, folder: Path, console: Console, arenas: int = ARENAS
) -> Demonstrations:
    """Records episodes until there are as many as asked for; those that the folder holds already count.

    Args:
        scenario_name: a name or a YAML file.
        level: beginner, intermediate or expert.
        episodes: how many there shall be.
        seed: base seed of the first; each next one takes the next number.
        folder: where they go.
        console: where progress is shown.
        arenas: arenas side by side.

    Raises:
        AgentError: if the folder holds other demonstrations, or seeds are held out.
    """
    training_seed(seed)
    training_seed(seed + episodes - 1)
    scenario = harness.load_scenario(scenario_name)
    with closing(around(make_env(scenario, min(arenas, episodes), copy=True))) as env:
        expert = expert_for(env, level)
        manifest = _manifest(env, expert, level, folder)
        recorded = {entry.seed for entry in manifest.episodes}
        missing = [one for one in range(seed, seed + episodes) if one not in recorded]
        with _bar(console) as bar:
            task = bar.add_task(f"{scenario.name} {level}", total=episodes, completed=episodes - len(missing), steps=0)
            while missing:
                batch, missing = missing[: env.num_envs], missing[env.num_envs :]
                played, broken = _play(env, expert, batch)
                missing += broken
                if played:
                    add_shard(folder, manifest, played)
                bar.update(task, completed=episodes - len(missing), steps=manifest.steps)
    return Demonstrations(folder, manifest)


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("episodes"),
        TextColumn("{task.fields[steps]:,} steps"), TimeRemainingColumn(), console=console,
    )  # fmt: skip


def _manifest(env: Any, expert: Expert, level: str, folder: Path) -> Manifest:
    intents = tuple(env.action_names) if env.scenario.actions == "commands" else ()
    wanted = Manifest.of(env.scenario, level, expert.subgoals, intents)
    if (folder / "manifest.json").exists():
        found = read_demonstrations(folder).manifest
        if not found.fits(wanted):
            raise AgentError(
                f"{folder} holds demonstrations of {found.scenario} by a player of level {found.level}; "
                "choose another folder with --out"
            )
        return found
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AgentError(f"{folder} cannot be written: {error.strerror}; choose another with --out") from error
    return wanted


class _Tape:
    """What one arena has seen and done."""

    def __init__(self, seed: int, observation: NDArray[np.uint8]) -> None:
        self.seed = seed
        self.observations = [observation.copy()]
        self.actions: list[Any] = []
        self.intents: list[int] = []
        self.rewards: list[float] = []
        self.subgoals: list[int] = []

    def episode(self, success: bool, terminated: bool, by_intents: bool) -> DemoEpisode:
        """The finished episode."""
        entry = EpisodeEntry(
            self.seed, len(self.rewards), success, terminated, float(np.sum(self.rewards)), "", 0, 0
        )
        intents = np.array(self.intents, dtype=np.int64) if by_intents else None
        return DemoEpisode(
            entry, np.stack(self.observations), np.array(self.actions), np.array(self.rewards, dtype=np.float32),
            np.array(self.subgoals, dtype=np.uint8), intents,
        )  # fmt: skip


def _play(env: Any, expert: Expert, seeds: list[int]) -> tuple[list[DemoEpisode], list[int]]:
    """Plays one episode for each seed; returns them, and the seeds of those that a lost server has broken."""
    padded = [*seeds, *[seeds[-1]] * (env.num_envs - len(seeds))]
    observations, info = env.reset(seed=padded)
    expert.begin(np.array(padded, dtype=np.uint64))
    tapes = [_Tape(seed, observations[arena]) for arena, seed in enumerate(seeds)]
    by_intents = env.scenario.actions == "commands"
    running, done, broken = set(range(len(seeds))), dict[int, DemoEpisode](), list[int]()
    while running:
        advice = expert.advise(observations, info["action_mask"])
        observations, rewards, terminated, truncated, info = env.step(advice.actions)
        actions = env.commands if by_intents else advice.actions
        lost = info.get("server_lost", np.zeros(env.num_envs, dtype=bool))
        for arena in sorted(running):
            tape = tapes[arena]
            tape.observations.append(observations[arena].copy())
            tape.actions.append(actions[arena].copy())
            tape.intents.append(int(advice.actions[arena]))
            tape.rewards.append(float(rewards[arena]))
            tape.subgoals.append(int(advice.subgoals[arena]))
            if terminated[arena] or truncated[arena]:
                running.discard(arena)
                if lost[arena]:
                    broken.append(tape.seed)
                else:
                    done[arena] = tape.episode(bool(info["success"][arena]), bool(terminated[arena]), by_intents)
    return [done[arena] for arena in sorted(done)], broken
