"""How well a policy does on episodes that training never saw, beside the floors of doing nothing and of chance.

Example: python -m agent.evaluate runs/movement_micro-1 --scenario movement_micro --episodes 400 --json scores.json
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
import tyro
from numpy.typing import NDArray
from rich.console import Console

import harness
from agent.choosers import FLOORS, Chooser, choosers
from agent.determinism import settle_arithmetic
from agent.environments import around, make_env
from agent.errors import AgentError
from agent.hierarchy.evaluation import evaluate_hierarchy
from agent.hierarchy.model import load_hierarchy
from agent.model import Model, load_model
from agent.scores import Evaluation, Outcomes, score_table
from agent.seeds import EPISODES_A_POOL, held_out_scenes, held_out_seeds

#: Arenas stepped side by side; an evaluation with more episodes goes several rounds.
MAX_ARENAS = 512
#: Rounds in which episodes broken by a lost server are played again before the evaluation gives up.
MAX_REPLAYS = 3


def play(env: harness.FactorioVectorEnv, choose: Chooser, seeds: list[int]) -> Outcomes:
    """Plays one episode for each seed, so that short episodes are not counted more often than long ones.

    Args:
        env: vector environment with next-step autoreset.
        choose: how to act.
        seeds: base seed of each episode.

    Returns:
        The outcomes in the order of the seeds, whatever the number of arenas.

    Raises:
        AgentError: if servers are lost so often that some episodes were never played to their end.
    """
    outcomes = Outcomes(
        np.zeros(len(seeds), dtype=bool), np.zeros(len(seeds)), np.zeros(len(seeds), dtype=np.int64)
    )
    pending = np.arange(len(seeds))
    for _ in range(MAX_REPLAYS * -(-len(seeds) // env.num_envs)):
        batch = pending[: env.num_envs]
        lost = _play_round(env, choose, batch, seeds, outcomes)
        pending = np.concatenate([pending[env.num_envs :], lost])
        if not len(pending):
            return outcomes
    raise AgentError(
        f"{len(pending)} of {len(seeds)} episodes could not be played: servers were lost again and again. "
        "See the server's log, and run python -m harness doctor"
    )


def _play_round(
    env: harness.FactorioVectorEnv,
    choose: Chooser,
    episodes: NDArray[np.int64],
    seeds: list[int],
    outcomes: Outcomes,
) -> NDArray[np.int64]:
    """Plays the numbered episodes, one an arena; returns those that a lost server broke. Idle arenas play along."""
    count = len(episodes)
    frame = env.scenario.frame
    padded = np.resize(episodes, env.num_envs)
    observation, info = env.reset(seed=[seeds[i] for i in padded])
    running = np.ones(count, dtype=bool)
    broken = np.zeros(count, dtype=bool)
    while running.any():
        actions = choose(harness.fields(observation, frame), info["action_mask"])
        observation, rewards, terminated, truncated, info = env.step(actions)
        outcomes.reward[episodes[running]] += rewards[:count][running]
        outcomes.steps[episodes[running]] += 1
        ended = running & (terminated | truncated)[:count]
        outcomes.success[episodes[ended]] = info["success"][:count][ended]
        if "server_lost" in info:
            broken |= ended & info["server_lost"][:count]
        running &= ~ended
    lost = episodes[broken]
    for array in (outcomes.success, outcomes.reward, outcomes.steps):
        array[lost] = 0
    return lost


def evaluate(
    env: harness.FactorioVectorEnv,
    model: Model,
    *,
    episodes: int = 400,
    floor_episodes: int | None = None,
    seed: int = 0,
    mode: Literal["sampled", "greedy"] = "sampled",
) -> Evaluation:
    """Scores a model and both floors on the same held-out episodes.

    Args:
        env: arenas of the scenario to evaluate on.
        model: the policy.
        episodes: how many for each of its two arms.
        floor_episodes: how many of them for each floor; all when None.
        seed: which held-out episodes, and the draws of the sampled and random arms.
        mode: the arm that the headline numbers are of.

    Raises:
        RunMismatch: if the model is for other frames or actions.
        AgentError: if seed or episodes are out of range, or servers are lost again and again.
    """
    return evaluate_on([(env, 0, episodes)], env.scenario, model, episodes, floor_episodes or episodes, seed, mode)


def evaluate_on(
    envs: Iterable[tuple[harness.FactorioVectorEnv, int, int]],
    scenario: harness.Scenario,
    model: Model,
    episodes: int,
    floor_episodes: int,
    seed: int,
    mode: Literal["sampled", "greedy"],
) -> Evaluation:
    """As `evaluate`, in several environments, one after the other.

    Args:
        envs: each with the first of the episodes that are played in it and the one after its last.
        scenario: what is played.
        model: the policy.
        episodes: how many for each of its two arms.
        floor_episodes: how many of them for each floor.
        seed: which held-out episodes.
        mode: the arm that the headline numbers are of.
    """
    seeds = held_out_seeds(seed, episodes)
    played: dict[str, list[Outcomes]] = {}
    for env, first, last in envs:
        for name, choose in choosers(env, model, seed).items():
            until = min(last, floor_episodes) if name in FLOORS else last
            if first < until:
                played.setdefault(name, []).append(play(env, choose, seeds[first:until]))
    scores = {name: Outcomes.joined(parts).score(seeds) for name, parts in played.items()}
    return Evaluation(
        success_rate=scores[mode].success_rate,
        interval=scores[mode].interval,
        episodes=episodes,
        floors={name: scores[name] for name in FLOORS},
        arms={name: scores[name] for name in ("sampled", "greedy")},
        mode=mode,
        scenario=scenario.name,
        seed=seed,
        model_scenario=model.spec.scenario,
        model_steps=model.spec.steps,
        model_seed=model.spec.seed,
        machine=harness.machine_fingerprint(),
    )


@dataclass(frozen=True)
class EvaluateConfig:
    """Scores a model or run on held-out episodes, beside the random and the no-op floor.

    Example: python -m agent.evaluate runs/movement_micro-1 --scenario movement_micro --episodes 400
    """

    model: Annotated[Path, tyro.conf.Positional, tyro.conf.arg(metavar="MODEL_OR_RUN")]
    """Folder of a model, of a checkpoint, or of a run (its newest checkpoint)."""
    scenario: str | None = None
    """Scenario to play: a name or a YAML file. The one that the model was trained on when left out."""
    episodes: int = 400
    """Episodes for each arm."""
    floor_episodes: int | None = None
    """How many of them the floors play; all when left out."""
    seed: int = 0
    """Which held-out episodes; no training run can have played them."""
    mode: Literal["sampled", "greedy"] = "sampled"
    """Whether the headline numbers are of sampled or of the likeliest actions; both are reported."""
    json: Annotated[Path | None, tyro.conf.arg(metavar="FILE")] = None
    """Where to write the result as JSON."""


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line; returns the exit status."""
    config = tyro.cli(EvaluateConfig, args=arguments, prog="python -m agent.evaluate")
    console = Console()
    try:
        result = evaluate_from_config(config)
        if config.json is not None:
            result.write(config.json)
    except (AgentError, harness.HarnessError, OSError) as error:
        Console(stderr=True).print(f"error: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        return 1
    console.print(score_table(result))
    return 0


def evaluate_from_config(config: EvaluateConfig) -> Evaluation:
    """Loads the model, starts a server, evaluates."""
    settle_arithmetic(threads=1)
    if (config.model / "hierarchy.json").is_file() or (config.model / "model" / "hierarchy.json").is_file():
        return _evaluate_hierarchy(config)
    model = load_model(config.model)
    held_out_seeds(config.seed, config.episodes)  # a wrong number is told before a server starts
    scenario = harness.load_scenario(config.scenario or model.spec.scenario)
    return evaluate_held_out(
        scenario, model, episodes=config.episodes, floor_episodes=config.floor_episodes, seed=config.seed,
        mode=config.mode,
    )  # fmt: skip


def evaluate_held_out(
    scenario: harness.Scenario,
    model: Model,
    *,
    episodes: int,
    floor_episodes: int | None = None,
    seed: int = 0,
    mode: Literal["sampled", "greedy"] = "sampled",
    make: Callable[..., Any] = make_env,
) -> Evaluation:
    """Starts servers with scenes that no training has seen, and evaluates there as `evaluate` does.

    A scenario with one scene for all has its episodes told apart by what a reset draws; one with a pool of scenes is
    played on a fresh pool for every 100 episodes.

    Args:
        scenario: what is played.
        model: the policy.
        episodes: how many for each of its two arms.
        floor_episodes: how many of them for each floor; all when None.
        seed: which held-out episodes and scenes.
        mode: the arm that the headline numbers are of.
        make: makes the arenas.
    """

    def environments() -> Iterator[tuple[Any, int, int]]:
        if scenario.reset.pool_scenes == 1:
            with closing(around(make(scenario, min(episodes, MAX_ARENAS), 1))) as env:
                yield env, 0, episodes
            return
        for block, first in enumerate(range(0, episodes, EPISODES_A_POOL)):
            last = min(first + EPISODES_A_POOL, episodes)
            with closing(around(make(scenario, last - first, 1, scene_seed=held_out_scenes(seed, block)))) as env:
                yield env, first, last

    return evaluate_on(environments(), scenario, model, episodes, floor_episodes or episodes, seed, mode)


def _evaluate_hierarchy(config: EvaluateConfig) -> Evaluation:
    """Scores three levels, with the floors of their own options."""
    hierarchy = load_hierarchy(config.model)
    scenario = harness.load_scenario(config.scenario or hierarchy.spec.scenario)
    return evaluate_hierarchy(
        hierarchy, scenario, episodes=config.episodes, seed=config.seed, mode=config.mode, console=Console(stderr=True)
    )


if __name__ == "__main__":
    sys.exit(main())
