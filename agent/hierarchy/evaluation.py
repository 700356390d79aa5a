"""How well a hierarchy does on held-out episodes, beside the floors of chance and of rest with the same options."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Literal

import numpy as np
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

import harness
from agent.environments import make_env
from agent.errors import AgentError
from agent.hierarchy.model import Hierarchy
from agent.options.play import OptionEpisode, OptionPlayer, TacticalLevel
from agent.options.scripted import RandomTactical, RestingTactical
from agent.scores import Evaluation, Outcomes
from agent.seeds import EPISODES_A_POOL, held_out_scenes, held_out_seeds

#: Episodes played side by side.
ARENAS = 32
#: Who is scored: the hierarchy in two ways, and the floors.
ARMS = ("sampled", "greedy", "random", "noop")
#: Rounds in which episodes broken by a lost server are played again before the evaluation gives up.
MAX_REPLAYS = 3

#: Plays a round of episodes, one for each seed.
PlayRound = Callable[[Sequence[int]], list[OptionEpisode]]


@dataclass(frozen=True)
class Outcome:
    """What is kept of an episode once it has been played: the situations of its decisions are megabytes."""

    seed: int
    success: bool
    reward: float
    """Undiscounted sum."""
    steps: int
    decisions: int
    """Options that were chosen in it."""

    @classmethod
    def of(cls, episode: OptionEpisode) -> Outcome:
        """Of an episode that has ended."""
        return cls(episode.seed, episode.success, episode.reward, episode.steps, len(episode.decisions))


def play_all(play: PlayRound, seeds: Sequence[int], arenas: int, advance: Callable[[int], None]) -> list[Outcome]:
    """Plays every seed once, in rounds; what a lost server broke is played again.

    Memory is that of one round: of the episodes before it only their outcomes are left.

    Args:
        play: plays a round.
        seeds: of the episodes.
        arenas: episodes of a round.
        advance: is told how many have been played.

    Returns:
        The outcomes in the order of the seeds.

    Raises:
        AgentError: if servers are lost so often that some episodes were never played to their end.
    """
    done: dict[int, Outcome] = {}
    for _ in range(MAX_REPLAYS):
        missing = [seed for seed in seeds if seed not in done]
        for first in range(0, len(missing), arenas):
            whole = [Outcome.of(one) for one in play(missing[first : first + arenas]) if not one.lost]
            done |= {one.seed: one for one in whole}
            advance(len(whole))
        if len(done) == len(set(seeds)):
            return [done[seed] for seed in seeds]
    raise AgentError(
        f"{len(set(seeds)) - len(done)} of {len(seeds)} episodes could not be played: servers were lost again and "
        "again. See the server's log, and run python -m harness doctor"
    )


def evaluate_hierarchy(
    hierarchy: Hierarchy,
    scenario: harness.Scenario,
    *,
    episodes: int = 400,
    seed: int = 0,
    mode: Literal["sampled", "greedy"] = "sampled",
    console: Console | None = None,
) -> Evaluation:
    """Scores a hierarchy and both floors on the same held-out episodes.

    Args:
        hierarchy: the three levels.
        scenario: what is played.
        episodes: how many for each of the four arms.
        seed: which held-out episodes, and the draws of the sampled and random arms.
        mode: the arm that the headline numbers are of.
        console: where progress is shown; None for nowhere.

    Raises:
        AgentError: if seed or episodes are out of range, no option can act in the scenario, or servers are lost again
            and again.
    """
    seeds = held_out_seeds(seed, episodes)
    played: dict[str, list[Outcome]] = {}
    with _progress(console) as progress:
        bars = {name: progress.add_task(name, total=episodes) for name in ARMS}
        for block, first in enumerate(range(0, episodes, EPISODES_A_POOL)):
            part = seeds[first : first + EPISODES_A_POOL]
            with closing(make_env(scenario, min(ARENAS, len(part)), scene_seed=held_out_scenes(seed, block))) as env:
                env.reset(seed=0)
                for name, play in _arms(hierarchy, env, seed).items():
                    done = play_all(play, part, env.num_envs, lambda n: progress.advance(bars[name], n))  # noqa: B023
                    played.setdefault(name, []).extend(done)
    scores = {name: outcomes(found).score(seeds) for name, found in played.items()}
    spec = hierarchy.spec
    return Evaluation(
        success_rate=scores[mode].success_rate,
        interval=scores[mode].interval,
        episodes=episodes,
        floors={name: scores[name] for name in ("random", "noop")},
        arms={name: scores[name] for name in ("sampled", "greedy")},
        mode=mode,
        scenario=scenario.name,
        seed=seed,
        model_scenario=spec.scenario,
        model_steps=spec.steps,
        model_seed=spec.seed,
        machine=harness.machine_fingerprint(),
    )


def _arms(hierarchy: Hierarchy, env: harness.FactorioVectorEnv, seed: int) -> dict[str, PlayRound]:
    """Who plays in each arm; the floors choose among the same options."""
    spec = hierarchy.spec
    player = OptionPlayer(env, minimap_scale=spec.tactical["minimap_scale"], period=spec.strategic_period)
    steering = hierarchy.steering(env.scenario)

    def learned(mode: Literal["sampled", "greedy"]) -> PlayRound:
        tactical, strategic = hierarchy.tactical_level(mode, seed), hierarchy.strategic_level(env, mode, seed)
        return lambda part: player.play(part, tactical, strategic, steering)

    def floor(level: TacticalLevel) -> PlayRound:
        return lambda part: player.play(part, level)

    return {
        "sampled": learned("sampled"),
        "greedy": learned("greedy"),
        "random": floor(RandomTactical(seed)),
        "noop": floor(RestingTactical()),
    }


def outcomes(episodes: Sequence[Outcome]) -> Outcomes:
    """What happened, as arrays."""
    return Outcomes(
        np.array([one.success for one in episodes], dtype=bool),
        np.array([one.reward for one in episodes]),
        np.array([one.steps for one in episodes], dtype=np.int64),
    )


def _progress(console: Console | None) -> Progress:
    columns = (TextColumn("{task.description:8}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, disable=console is None or not console.is_terminal, transient=True)
