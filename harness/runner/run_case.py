"""Plays one case with one policy: servers up, episodes, transcript, score."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.bench.machine import machine_fingerprint
from harness.envs.vector_env import FactorioVectorEnv
from harness.runner.case import Case, case_scenario
from harness.runner.play import Episode, play_episodes
from harness.runner.policy import DEFAULT_LOADER, load_policy
from harness.runner.score import Score, miss_of_bar, score_episodes
from harness.runner.transcript import write_transcript
from harness.servers import ServerKind

#: Episodes that are played at the same time; more come in turns.
MOST_ARENAS = 1024


@dataclass(frozen=True)
class RunOptions:
    """How a case is to be played."""

    policy: str
    episodes: int
    first_seed: int
    is_floor: bool = False
    """Whether the policy must fail: the case's floor is the bar then."""
    server: ServerKind = "standin"
    factorio_bin: Path | None = None
    policy_loader: str | None = None
    transcripts: Path | None = None
    """Folder for transcripts; None writes none."""


def run_case(folder: Path, case: Case, options: RunOptions) -> Score:
    """Plays a case.

    Args:
        folder: of the case.
        case: what it says.
        options: how it is played.

    Returns:
        The score, with its verdict.

    Raises:
        HarnessError: if the scenario, the policy or a server cannot be had.
    """
    scenario = case_scenario(folder, case)
    policy = load_policy(options.policy, scenario, options.policy_loader or DEFAULT_LOADER)
    seeds = range(options.first_seed, options.first_seed + options.episodes)
    with FactorioVectorEnv(
        scenario,
        num_envs=min(options.episodes, MOST_ARENAS),
        copy=False,
        server=options.server,
        factorio_bin=options.factorio_bin,
    ) as env:
        episodes = play_episodes(env, policy, seeds)
    if options.transcripts is not None:
        _write(options.transcripts, folder, options, scenario.name, episodes)
    reason = _miss(case, options, episodes)
    return score_episodes(folder.name, options.policy, episodes, reason, _replay_line(folder, options, episodes))


def _miss(case: Case, options: RunOptions, episodes: Sequence[Episode]) -> str:
    """Why the case is failed, in words; empty when it is not."""
    if not options.is_floor:
        return miss_of_bar(case.bar, episodes)
    assert case.floors is not None  # noqa: S101  a floor is played only where the case has floors
    rate = sum(episode.success for episode in episodes) / len(episodes)
    if rate <= case.floors.success_rate:
        return ""
    return (
        f"the floor '{options.policy}' succeeds in {rate:.3g} of the episodes, more than {case.floors.success_rate:g}: "
        "the task is too easy to measure anything"
    )


def _replay_line(folder: Path, options: RunOptions, episodes: Sequence[Episode]) -> str | None:
    """The command that plays the first episode again that went wrong; None where none did."""
    wrong = [episode for episode in episodes if episode.success == options.is_floor]
    if not wrong:
        return None
    words = ["pytest", _short(folder), "--policy", options.policy, "--episodes", "1", "--case-seed", str(wrong[0].seed)]
    if options.server != "standin":
        words += ["--server", options.server]
    if options.policy_loader is not None:
        words += ["--policy-loader", options.policy_loader]
    return shlex.join(words)


def _short(folder: Path) -> str:
    """The folder as one would type it."""
    here = Path.cwd()
    return str(folder.relative_to(here)) if folder.is_relative_to(here) else str(folder)


def _write(transcripts: Path, folder: Path, options: RunOptions, scenario: str, episodes: Sequence[Episode]) -> None:
    head = {
        "case": folder.name,
        "scenario": scenario,
        "policy": options.policy,
        "server": options.server,
        "door": "native",
        "machine": machine_fingerprint(),
    }
    policy_name = Path(options.policy).name
    write_transcript(transcripts / f"{folder.name}.{policy_name}.jsonl", head, episodes)
