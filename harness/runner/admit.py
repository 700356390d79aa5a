"""`python -m harness admit`: whether a scenario measures skill: a reference solver does it, and no trick does."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from harness.bench.stats import wilson_interval
from harness.errors import PolicyError
from harness.runner.case import MOST_ARENAS
from harness.runner.play import play_episodes
from harness.runner.policy import FLOOR_POLICIES
from harness.runner.progress import EpisodeProgress
from harness.runner.stage import Stage
from harness.scenarios import Scenario, load_scenario

EXAMPLES = """examples:
  python -m harness admit movement_micro
  python -m harness admit my_scenario.yaml --solver runs/mine --episodes 400 --json admission.json

exit status: 0 admitted, 1 not admitted, 2 no such scenario or policy
"""

#: The owner's bar: what no agent without skill may exceed, and what the reference solver must reach.
FLOOR_AT_MOST, SOLVER_AT_LEAST = 0.05, 0.99


@dataclass(frozen=True)
class Verdict:
    """One policy's play."""

    policy: str
    is_solver: bool
    episodes: int
    successes: int
    interval: tuple[float, float]

    @property
    def rate(self) -> float:
        """Share of episodes with success."""
        return self.successes / self.episodes

    @property
    def holds(self) -> bool:
        """Whether the rate is on the right side of its bar."""
        return self.rate >= SOLVER_AT_LEAST if self.is_solver else self.rate <= FLOOR_AT_MOST

    @property
    def is_sure(self) -> bool:
        """Whether the whole interval is."""
        low, high = self.interval
        return low >= SOLVER_AT_LEAST if self.is_solver else high <= FLOOR_AT_MOST


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of the command."""
    parser.add_argument("scenario", metavar="NAME|FILE", help="what shall be admitted")
    parser.add_argument("--solver", default="scripted", metavar="NAME|PATH", help="the reference; scripted by default")
    known = ", ".join(FLOOR_POLICIES)
    parser.add_argument(
        "--floors", nargs="+", choices=FLOOR_POLICIES, metavar="NAME",
        help=f"agents that must fail; all of these that can play it when not given: {known}",
    )  # fmt: skip
    parser.add_argument("--episodes", type=int, default=100, metavar="N", help="of each policy; 100 when not given")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="base seed of the first episode")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the verdicts")


def run(arguments: argparse.Namespace) -> int:
    """Plays all and prints the verdict."""
    scenario = load_scenario(arguments.scenario)
    names = [arguments.solver, *(arguments.floors or able_floors(scenario))]
    seeds = range(arguments.seed, arguments.seed + arguments.episodes)
    verdicts = [_play(scenario, name, number == 0, seeds) for number, name in enumerate(names)]
    if arguments.json is not None:
        arguments.json.write_text(json.dumps([asdict(verdict) for verdict in verdicts], indent=2) + "\n")
    return _conclude(scenario.name, verdicts)


def able_floors(scenario: Scenario) -> list[str]:
    """The agents without skill that can play a scenario's actions at all."""
    found = []
    for name in FLOOR_POLICIES:
        try:
            Stage(scenario, name).policy()
        except PolicyError:
            continue
        found.append(name)
    return found


def _play(scenario: Scenario, name: str, is_solver: bool, seeds: Sequence[int]) -> Verdict:
    stage = Stage(scenario, name, arenas=min(len(seeds), MOST_ARENAS))
    policy = stage.policy()
    with stage.env() as env, EpisodeProgress(f"{scenario.name}: {name}", len(seeds)) as bar:
        episodes = play_episodes(env, policy, seeds, [bar])
    successes = sum(episode.success for episode in episodes)
    return Verdict(name, is_solver, len(episodes), successes, wilson_interval(successes, len(episodes)))


def _conclude(name: str, verdicts: Sequence[Verdict]) -> int:
    table = Table(title=f"Admission of {name}")
    for heading in ("policy", "success", "95 % interval", "needed", "holds"):
        table.add_column(heading)
    for one in verdicts:
        low, high = one.interval
        table.add_row(
            one.policy,
            f"{one.successes} / {one.episodes}",
            f"{low:.1%} .. {high:.1%}",
            f">= {SOLVER_AT_LEAST:.0%}" if one.is_solver else f"<= {FLOOR_AT_MOST:.0%}",
            ("yes" if one.is_sure else "yes, but the interval reaches beyond: play more episodes")
            if one.holds else "NO",
        )  # fmt: skip
    Console().print(table)
    wrong = [one.policy for one in verdicts if not one.holds]
    print(f"not admitted: {', '.join(wrong)}" if wrong else "admitted")
    return 1 if wrong else 0
