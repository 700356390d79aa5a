"""Runs one check of one case: its policy, one of its floors, or one of its invariants."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from harness import clock
from harness.bench.machine import machine_fingerprint
from harness.bench.stats import wilson_interval
from harness.pictures.picture import picture_png
from harness.report.model import CheckReport, EpisodeRow
from harness.runner.case import MOST_ARENAS, Case, case_scenario
from harness.runner.failure import FailureRecord, write_failure
from harness.runner.invariants import Finding, check_invariant
from harness.runner.leftovers import watch_leftovers
from harness.runner.play import Episode, Watcher, play_episodes
from harness.runner.score import Score, miss_of_bar, score_episodes
from harness.runner.stage import Stage
from harness.runner.transcript import write_transcript
from harness.runner.witness import Evidence, Witness
from harness.servers import Door, ServerKind

Kind = Literal["policy", "floor", "invariant"]


@dataclass(frozen=True)
class RunOptions:
    """How a check is to be run."""

    policy: str
    episodes: int
    first_seed: int
    kind: Kind = "policy"
    check: str = ""
    """Name of the check within its case; the policy's when empty."""
    server: ServerKind = "standin"
    door: Door = "native"
    factorio_bin: Path | None = None
    policy_loader: str | None = None
    transcripts: Path | None = None
    """Folder for transcripts; None writes none."""
    failures: Path | None = None
    """Folder for the folders of failures; None writes none."""
    pictures: Path | None = None
    """Folder for pictures of last scenes; None draws none."""
    watchers: tuple[Watcher, ...] = ()
    """Who looks on besides: progress."""

    @property
    def name(self) -> str:
        """Of the check."""
        return self.check or Path(self.policy).name


@dataclass
class CaseRun:
    """What a run of a check has given."""

    report: CheckReport
    score: Score | None
    """None for invariants that play no episodes of their own."""
    episodes: Sequence[Episode] = field(default_factory=list)


def run_check(folder: Path, case: Case, options: RunOptions, reference: Sequence[Episode] = ()) -> CaseRun:
    """Runs a check.

    Args:
        folder: of the case.
        case: what it says.
        options: how it is run.
        reference: for an invariant: the same episodes, played plainly; played first when there are none.

    Returns:
        Report and score, with the verdict.

    Raises:
        HarnessError: if the scenario, the policy or a server cannot be had.
    """
    started = clock.monotonic()
    stage = make_stage(folder, case, options)
    stage.policy()  # before any server is started: a name or a model that is not there
    seeds = range(options.first_seed, options.first_seed + options.episodes)
    witness = Witness(wrong_is_success=options.kind == "floor", wants_scene=options.pictures is not None)
    with watch_leftovers() as left:
        if options.kind == "invariant":
            reference = reference or play_plainly(stage, seeds)
            finding = check_invariant(options.name, case, stage, seeds, reference)
        else:
            with stage.env() as env:
                finding = Finding(episodes=play_episodes(env, stage.policy(), seeds, [witness, *options.watchers]))
            finding = replace(finding, reason=_miss(case, options, finding.episodes))
    finding = replace(finding, reason=finding.reason or left.text)
    return _conclude(folder, case, options, stage, witness, finding, clock.monotonic() - started)


def make_stage(folder: Path, case: Case, options: RunOptions) -> Stage:
    """Where a case is played."""
    local = folder / options.policy
    arenas = min(options.episodes, case.arenas or MOST_ARENAS)
    return Stage(
        scenario=case_scenario(folder, case),
        policy_name=str(local) if options.policy == case.policy and local.exists() else options.policy,
        arenas=arenas,
        servers=min(case.servers, arenas),
        server=options.server,
        door=options.door,
        factorio_bin=options.factorio_bin,
        policy_loader=options.policy_loader,
    )


def play_plainly(stage: Stage, seeds: Sequence[int]) -> list[Episode]:
    """The episodes on one server and without trouble: what invariants compare with."""
    with stage.env(servers=1) as env:
        return play_episodes(env, stage.policy(), seeds)


def _miss(case: Case, options: RunOptions, episodes: Sequence[Episode]) -> str:
    """Why the case is failed, in words; empty when it is not."""
    if options.kind != "floor":
        return miss_of_bar(case.bar, episodes)
    assert case.floors is not None  # noqa: S101  a floor is played only where the case has floors
    rate = sum(episode.success for episode in episodes) / len(episodes)
    if rate <= case.floors.success_rate:
        return ""
    return (
        f"the floor '{options.policy}' succeeds in {rate:.3g} of the episodes, more than {case.floors.success_rate:g}: "
        "the task is too easy to measure anything"
    )


def _conclude(
    folder: Path, case: Case, options: RunOptions, stage: Stage, witness: Witness, finding: Finding, seconds: float
) -> CaseRun:
    """Writes what is to be written and adds up."""
    episodes = finding.episodes
    line = _replay_line(folder, options, episodes, finding.wrong) if finding.reason else None
    if options.transcripts is not None and episodes:
        _write_transcript(options.transcripts, folder, options, stage.scenario.name, episodes)
    failure = None
    if finding.reason and options.failures is not None and witness.wrong:
        failure = _leave_folder(folder, options, stage, finding.reason, line, witness.wrong[0])
    picture = _draw_scene(folder, options, witness)
    score = score_episodes(folder.name, options.policy, episodes, finding.reason, line) if episodes else None
    report = _report(folder, case, options, stage, finding, seconds)
    return CaseRun(
        report.model_copy(update={"replay": line, "failure": failure, "picture": picture}),
        score if options.kind != "invariant" else None,
        episodes,
    )


def _report(
    folder: Path, case: Case, options: RunOptions, stage: Stage, finding: Finding, seconds: float
) -> CheckReport:
    episodes = finding.episodes
    successes = [episode.steps for episode in episodes if episode.success]
    played = sum(episode.steps for episode in episodes)
    return CheckReport(
        case=folder.name,
        category=folder.parent.name,
        name=options.name,
        kind=options.kind,
        policy=options.policy,
        scenario=stage.scenario.name,
        server=options.server,
        door=options.door,
        passed=not finding.reason,
        reason=finding.reason,
        needs=_needs(case, options),
        success_rate=len(successes) / len(episodes) if episodes else None,
        interval=wilson_interval(len(successes), len(episodes)) if episodes else None,
        mean_steps=sum(successes) / len(successes) if successes else None,
        mean_reward=sum(episode.reward for episode in episodes) / len(episodes) if episodes else None,
        seconds=seconds,
        steps_per_second=played / seconds if played else None,
        facts=finding.facts,
        episodes=[
            EpisodeRow(seed=e.seed, success=e.success, steps=e.steps, reward=e.reward, digest=e.digest)
            for e in episodes
        ],
    )


def _needs(case: Case, options: RunOptions) -> str:
    if options.kind == "policy":
        return case.needs
    if options.kind == "floor":
        assert case.floors is not None  # noqa: S101  as above
        return f"success rate <= {case.floors.success_rate:g}"
    return f"the invariant {options.name}"


def _replay_line(folder: Path, options: RunOptions, episodes: Sequence[Episode], wrong: int | None) -> str | None:
    """The command that plays the first episode again that went wrong; None where none did."""
    if options.kind == "invariant":
        words = ["pytest", f"{short_path(folder)}/case.yaml::{options.name}", "--policy", options.policy]
        if wrong is None:
            words += ["--episodes", str(options.episodes)]
    else:
        wrong_ones = [episode.seed for episode in episodes if episode.success == (options.kind == "floor")]
        if not wrong_ones:
            return None
        words = ["pytest", short_path(folder), "--policy", options.policy, "--episodes", "1"]
        words += ["--case-seed", str(wrong_ones[0])]
    words += ["--server", options.server] if options.server != "standin" else []
    words += ["--door", options.door] if options.door != "native" else []
    words += ["--policy-loader", options.policy_loader] if options.policy_loader is not None else []
    return shlex.join(words)


def short_path(folder: Path) -> str:
    """The folder as one would type it."""
    here = Path.cwd()
    return str(folder.relative_to(here)) if folder.is_relative_to(here) else str(folder)


def _leave_folder(
    folder: Path, options: RunOptions, stage: Stage, reason: str, line: str | None, evidence: Evidence
) -> str:
    assert options.failures is not None  # noqa: S101  asked for
    episode = evidence.episode
    target = options.failures / f"{folder.name}.{options.name}.{episode.seed}"
    record = FailureRecord(
        case=folder.name,
        check=options.name,
        policy=options.policy,
        reason=reason,
        server=options.server,
        door=options.door,
        seed=episode.seed,
        success=episode.success,
        steps=episode.steps,
        reward=episode.reward,
        digest=episode.digest,
        scenario=stage.scenario,
        replay=line,
        machine=machine_fingerprint(),
    )
    write_failure(target, record, evidence)
    return short_path(target.absolute())


def _draw_scene(folder: Path, options: RunOptions, witness: Witness) -> str | None:
    """Draws the end of the first episode; the file's name."""
    if options.pictures is None or witness.first_scene is None:
        return None
    episode, scene = witness.first_scene
    if witness.wrong and witness.wrong[0].scene is not None:
        episode, scene = witness.wrong[0].episode, witness.wrong[0].scene
    ending = "success" if episode.success else "no success"
    name = f"{folder.parent.name}.{folder.name}.{options.name}.png"
    options.pictures.mkdir(parents=True, exist_ok=True)
    caption = f"{folder.name}  ·  {options.name}  ·  seed {episode.seed}  ·  {scene.seconds:.1f} s  ·  {ending}"
    (options.pictures / name).write_bytes(picture_png(scene, caption))
    return name


def _write_transcript(
    transcripts: Path, folder: Path, options: RunOptions, scenario: str, episodes: Sequence[Episode]
) -> None:
    head = {
        "case": folder.name,
        "scenario": scenario,
        "policy": options.policy,
        "server": options.server,
        "door": options.door,
        "machine": machine_fingerprint(),
    }
    write_transcript(transcripts / f"{folder.name}.{options.name}.jsonl", head, episodes)
