"""What each level is worth: the same held-out episodes with every level scripted, searched, learned, or left to chance.

Example: python -m agent.ablate --scenario survival_basic --model runs/survival_basic-hierarchy-1
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Annotated

import tyro
from rich.console import Console
from rich.table import Table

import harness
from agent.curve import bar
from agent.determinism import settle_arithmetic
from agent.environments import make_env
from agent.errors import AgentError
from agent.hierarchy.evaluation import outcomes, play_all
from agent.hierarchy.model import Hierarchy, load_hierarchy
from agent.options.play import OptionEpisode, OptionPlayer
from agent.options.scripted import RandomTactical, RestingTactical, ScriptedTactical
from agent.scores import Score
from agent.search.imagined import ImaginedTactical, learn_option_model
from agent.search.options import SearchedTactical, play_searched
from agent.seeds import held_out_scenes, held_out_seeds

#: Plays episodes, one for each seed.
Play = Callable[[Sequence[int]], list[OptionEpisode]]


@dataclass(frozen=True)
class AblateConfig:
    """Compares the levels of a hierarchy on the same held-out episodes.

    Example: python -m agent.ablate --scenario survival_basic --model runs/survival_basic-hierarchy-1
    """

    scenario: str = "survival_basic"
    """Scenario to play: a name or a YAML file."""
    model: Path | None = None
    """Folder of a hierarchy or of its run, for the rows with learned levels."""
    episodes: int = 32
    """Episodes of each row."""
    searched_episodes: int = 1
    """Episodes of the row that searches, which tries every option out; 0 leaves it out."""
    model_episodes: int = 64
    """Episodes from which the row that plans in a learned model learns it; 0 leaves it out."""
    horizon: int = 192
    """Steps that the search looks ahead."""
    arenas: int = 16
    """Episodes played side by side, and options that the search tries at a decision."""
    seed: int = 0
    """Which held-out episodes."""
    json: Annotated[Path | None, tyro.conf.arg(metavar="FILE")] = None
    """Where to write the rows as JSON."""


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    strategic: str
    tactical: str
    reactive: str
    score: Score
    decisions: float
    """Options of an episode, on average."""
    seconds: float
    """Spent on an episode, on average; with others beside it."""


def rows(config: AblateConfig, scenario: harness.Scenario, hierarchy: Hierarchy | None) -> Iterator[Row]:
    """Plays row after row.

    Raises:
        AgentError: if no option can act in the scenario, or servers are lost again and again.
    """
    with closing(make_env(scenario, config.arenas, scene_seed=held_out_scenes(config.seed, 0))) as env:
        player = OptionPlayer(env) if hierarchy is None else _player_of(hierarchy, env)
        env.reset(seed=0)
        for names, play in _plays(config, player, hierarchy):
            count = config.searched_episodes if names[1] == "searched" else config.episodes
            if count == 0:
                continue
            seeds = held_out_seeds(config.seed, count)
            started = perf_counter()
            played = play_all(play, seeds, config.arenas, lambda _: None)
            seconds = (perf_counter() - started) / count
            decisions = sum(one.decisions for one in played) / count
            yield Row(*names, outcomes(played).score(seeds), decisions, seconds)


def _player_of(hierarchy: Hierarchy, env: harness.FactorioVectorEnv) -> OptionPlayer:
    spec = hierarchy.spec
    return OptionPlayer(env, minimap_scale=spec.tactical["minimap_scale"], period=spec.strategic_period)


def _plays(
    config: AblateConfig, player: OptionPlayer, hierarchy: Hierarchy | None
) -> Iterator[tuple[tuple[str, str, str], Play]]:
    """Names of the levels, and who plays so."""
    scenario = player.env.scenario
    scripted = ScriptedTactical(scenario)
    yield ("none", "rest", "scripted"), lambda seeds: player.play(seeds, RestingTactical())
    yield ("none", "random", "scripted"), lambda seeds: player.play(seeds, RandomTactical(config.seed))
    yield ("none", "scripted", "scripted"), lambda seeds: player.play(seeds, scripted)
    search = SearchedTactical(player, scripted, config.horizon)
    yield ("none", "searched", "scripted"), lambda seeds: [play_searched(search, seed) for seed in seeds]
    if config.model_episodes:
        imagined = _imagined(config, player)
        yield ("none", "imagined", "scripted"), lambda seeds: player.play(seeds, imagined)
    if hierarchy is None:
        return
    learned = hierarchy.tactical_level("sampled", config.seed)
    walker = hierarchy.steering(scenario)
    if walker is not None:
        yield ("none", "scripted", "learned"), lambda seeds: player.play(seeds, scripted, steering=walker)
    yield ("none", "learned", "scripted"), lambda seeds: player.play(seeds, learned)
    yield ("none", "learned greedy", "scripted"), lambda seeds: player.play(
        seeds, hierarchy.tactical_level("greedy", config.seed)
    )
    if walker is not None:
        yield ("none", "learned", "learned"), lambda seeds: player.play(seeds, learned, steering=walker)
    strategic = hierarchy.strategic_level(player.env, "sampled", config.seed)
    if strategic is not None:
        yield ("learned", "learned", "scripted"), lambda seeds: player.play(seeds, learned, strategic)
        yield ("learned", "learned", "learned"), lambda seeds: player.play(seeds, learned, strategic, walker)


def _imagined(config: AblateConfig, player: OptionPlayer) -> ImaginedTactical:
    """Plans in a model that is learned from scenes and episodes that no held-out one is like."""
    with closing(make_env(player.env.scenario, config.arenas)) as env:
        env.reset(seed=0)
        apart = OptionPlayer(env, player.gamma, player.minimap_scale, player.period)
        model = learn_option_model(apart, range(config.model_episodes), seed=config.seed)
    return ImaginedTactical(model, gamma=player.gamma)


def table(found: Sequence[Row], scenario: str) -> Table:
    """The rows with bars."""
    out = Table(box=None, padding=(0, 2, 0, 0), title=f"{scenario}: what each level is worth", title_justify="left")
    for heading in ("strategic", "tactical", "reactive", "", "success", "95 % interval", "reward", "options", "s"):
        is_word = heading in ("strategic", "tactical", "reactive", "")
        out.add_column(heading, justify="left" if is_word else "right", no_wrap=True)
    for row in found:
        low, high = row.score.interval
        out.add_row(
            row.strategic, row.tactical, row.reactive, bar(row.score.success_rate, 12),
            f"{row.score.success_rate:.0%} of {row.score.episodes}", f"{low:.0%} - {high:.0%}",
            f"{row.score.mean_reward:.2f}", f"{row.decisions:.0f}", f"{row.seconds:.1f}",
        )  # fmt: skip
    return out


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line; returns the exit status."""
    config = tyro.cli(AblateConfig, args=arguments, prog="python -m agent.ablate")
    console = Console()
    try:
        settle_arithmetic(threads=1)
        scenario = harness.load_scenario(config.scenario)
        hierarchy = None if config.model is None else load_hierarchy(config.model)
        found = []
        with console.status("playing") as status:
            for row in rows(config, scenario, hierarchy):
                found.append(row)
                last = f"{row.strategic}, {row.tactical}, {row.reactive}: {row.score.success_rate:.0%}"
                status.update(f"playing; last {last}")
        console.print(table(found, scenario.name))
        if config.json is not None:
            config.json.write_text(json.dumps([asdict(row) for row in found], indent=1) + "\n")
    except (AgentError, harness.HarnessError, OSError) as error:
        Console(stderr=True).print(f"error: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
