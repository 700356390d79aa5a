"""Plays thousands of random scenes in the engine and in factory-sim and keeps what came of each in a log.

    python tests/standin/oracle/campaign.py --rig belts-field --scenes 500
    python tests/standin/oracle/campaign.py --log campaign.jsonl          # all rigs; goes on where the log ends

The tests beside it play a sample of the same scenes. A scene that differs is written to the log with its difference and
the campaign goes on; `--summary-only` tells a log's totals by rig.
"""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import conftest  # noqa: F401  puts the folders of the helpers on the path
import test_belts
import test_hand_mining
import test_inserters
import test_machines
import test_walking
import tyro
from belt_duel import merged_at_once
from mixed_duel import play as play_mixed
from mixed_scene import draw_scene as draw_mixed_scene
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

Player = Callable[[int], str]


def until_it_differs(play: Callable[[int], Any]) -> Player:
    """A player that answers with how the comparison of a seed's scene ended: `equal`, or what differs."""

    def answer(seed: int) -> str:
        with merged_at_once():
            try:
                play(seed)
            except AssertionError as difference:
                return f"differs: {difference}"
        return "equal"

    return answer


def mixed(seed: int) -> str:
    """The same of a mixed factory, whose comparison may end early for a reason that is known."""
    outcome = play_mixed(draw_mixed_scene(seed))
    if outcome.difference:
        return f"differs: {outcome.difference}"
    return f"ended: {outcome.ended}" if outcome.ended else "equal"


def belts(kind: str) -> Player:
    """The player of a kind of belts."""
    return until_it_differs(lambda seed: test_belts.play_kind(kind, seed))


@dataclass(frozen=True)
class Rig:
    """A kind of random scenes."""

    play: Player
    scenes: int  # of a campaign of 10,000


RIGS = {
    "walking": Rig(until_it_differs(test_walking.play), 2000),
    "hand-mining": Rig(until_it_differs(test_hand_mining.play), 1500),
    **{f"belts-{kind}": Rig(belts(kind), 500) for kind in test_belts.KINDS},
    "inserters": Rig(until_it_differs(lambda seed: test_inserters.play(seed, machines=False)), 500),
    "inserters-machines": Rig(until_it_differs(lambda seed: test_inserters.play(seed, machines=True)), 500),
    "inserters-turns": Rig(until_it_differs(test_inserters.play_turn), 500),
    "machines": Rig(until_it_differs(test_machines.play), 1000),
    "mixed": Rig(mixed, 2000),
}


def read(log: Path) -> list[dict[str, Any]]:
    """The rows of a log; a last line that was not finished is left out."""
    if not log.exists():
        return []
    lines = log.read_text().splitlines(keepends=True)
    return [json.loads(line) for line in lines if line.endswith("\n")]


def kind_of(outcome: str) -> str:
    """`equal`, `differs`, or the reason why a comparison ended early."""
    return "differs" if outcome.startswith("differs") else outcome


def summary(rows: Iterable[dict[str, Any]]) -> str:
    """Scenes by rig and outcome, and the seeds that differ."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    differing: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        counts[row["rig"]][kind_of(row["outcome"])] += 1
        if kind_of(row["outcome"]) == "differs":
            differing[row["rig"]].append(row["seed"])
    lines = []
    for rig, outcomes in counts.items():
        parts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
        seeds = f"; seeds that differ: {sorted(differing[rig])}" if differing[rig] else ""
        lines.append(f"{rig}: {sum(outcomes.values())} scenes: {parts}{seeds}")
    total = sum(sum(outcomes.values()) for outcomes in counts.values())
    return "\n".join([*lines, f"{total} scenes, {sum(map(len, differing.values()))} differ"])


def campaign(
    rig: Annotated[tuple[str, ...], tyro.conf.arg(help="rigs to play; all of them when none is named")] = (),
    scenes: Annotated[int | None, tyro.conf.arg(help="scenes of each rig; a share of 10,000 by default")] = None,
    first_seed: int = 0,
    log: Path = Path("build/oracle-campaign.jsonl"),
    summary_only: bool = False,
) -> None:
    """Plays random scenes in the engine and in factory-sim; what is in the log already is not played again.

    Example: python tests/standin/oracle/campaign.py --rig walking machines --scenes 100
    """
    if unknown := set(rig) - set(RIGS):
        raise SystemExit(f"unknown rig {', '.join(sorted(unknown))}: choose from {', '.join(RIGS)}")
    rows = read(log)
    played = {(row["rig"], row["seed"]) for row in rows}
    names = rig or tuple(RIGS)
    todo = [
        (name, seed)
        for name in names
        for seed in range(first_seed, first_seed + (RIGS[name].scenes if scenes is None else scenes))
        if (name, seed) not in played
    ]
    if not summary_only:
        log.parent.mkdir(parents=True, exist_ok=True)
        rows += play_all(todo, log)
    print(summary(rows))


def play_all(todo: list[tuple[str, int]], log: Path) -> list[dict[str, Any]]:
    """Plays scenes and writes a line of the log for each; Ctrl-C leaves it whole."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    rows: list[dict[str, Any]] = []
    with Progress(*columns) as progress, log.open("a") as out:
        task = progress.add_task("scenes", total=len(todo))
        try:
            for name, seed in todo:
                progress.update(task, description=name)
                begin = time.monotonic()
                outcome = RIGS[name].play(seed)
                rows.append({"rig": name, "seed": seed, "outcome": outcome,
                             "seconds": round(time.monotonic() - begin, 3)})  # fmt: skip
                print(json.dumps(rows[-1]), file=out, flush=True)
                progress.advance(task)
        except KeyboardInterrupt:
            progress.console.print(f"stopped; the same command goes on: {log}")
    return rows


if __name__ == "__main__":
    tyro.cli(campaign)
