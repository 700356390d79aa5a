"""PPO end to end, ours against Stable-Baselines3 and CleanRL: same arenas, horizon, minibatches and epochs, in one run.

    python suites/bench/ppo_against_peers.py --rounds 5

All learn `movement_micro` on one thread and one server. Rounds alternate, so that what else the machine does falls on
all; the ratio of each pair is taken, and the median of the pairs is told with its range: by the clock, and by the
processor's time of the learner, which a busy machine disturbs less (the server's is not in it). The others see the same
features through a thin adapter (`ppo_peers.py`), with two layers of 64 units as ours; CleanRL's script has two such
networks, one for the value. It is the speed that is compared here, not the learning. They are installed by

    pip install stable-baselines3 && pip install --no-deps cleanrl==0.4.8
"""

from __future__ import annotations

import contextlib
import json
import statistics
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import Annotated, Any

import torch
import tyro
from rich.console import Console

import harness
from agent.allocator import keep_freed_memory
from agent.encoders import encoder_for
from agent.ppo.config import PPOConfig
from agent.ppo.ppo import PPO

OURS, SB3, CLEANRL = "ours", "stable-baselines3", "cleanrl"


@dataclass(frozen=True)
class BenchConfig:
    """Measures PPO end to end against Stable-Baselines3 and CleanRL.

    Example: python suites/bench/ppo_against_peers.py --rounds 5
    """

    against: tuple[str, ...] = (SB3, CLEANRL)
    """Whom to measure against."""

    rounds: int = 5
    """Measurements of each."""
    updates: int = 4
    """Updates of each measurement."""
    scenario: str = "movement_micro"
    """What is learned."""
    ppo: PPOConfig = PPOConfig()
    """Sizes for all."""
    worker: str | None = None
    """For the processes that are measured, not for people."""
    json: Annotated[Path | None, tyro.conf.arg(metavar="FILE")] = None
    """Where to write the numbers."""

    @property
    def steps(self) -> int:
        """Arena steps of one measurement."""
        return self.updates * self.ppo.arenas * self.ppo.horizon


def ours(config: BenchConfig, scenario: harness.Scenario) -> tuple[PPO, Any]:
    """Our learner, ready, and its environment."""
    env = harness.FactorioVectorEnv(scenario, num_envs=config.ppo.arenas, copy=False)
    learner = PPO(env, scenario, encoder_for(scenario), config.ppo, anneal_steps=10**9, seed=1)
    learner.begin(*env.reset(seed=1))
    return learner, env


class Referee:
    """Answers every line of the input with the two times of what has been done since."""

    def __init__(self) -> None:
        self._began: tuple[float, float] | None = None

    def __call__(self) -> None:
        """Tells the times, and waits for the next word; without one the process ends."""
        if self._began is None:
            print("ready", flush=True)
        else:
            clock, cpu = self._began
            print(perf_counter() - clock, process_time() - cpu, flush=True)
        if not sys.stdin.readline():
            sys.exit(0)
        self._began = perf_counter(), process_time()


def worker(config: BenchConfig) -> None:
    """One side in a process of its own: for every line of the input it makes the updates, and prints its two times."""
    torch.set_num_threads(1)
    scenario, referee = harness.load_scenario(config.scenario), Referee()
    if config.worker == OURS:
        keep_freed_memory()
        learner, env = ours(config, scenario)

        def run() -> None:
            for _ in range(config.updates):
                learner.update(learner.collect())
    else:
        import ppo_peers

        env = harness.FactorioVectorEnv(scenario, num_envs=config.ppo.arenas, copy=False)
        if config.worker == CLEANRL:
            with closing(env), contextlib.redirect_stdout(sys.stderr):
                ppo_peers.run_cleanrl(env, config.ppo, config.updates, to_stdout(referee))
        peer = ppo_peers.stable_baselines3(env, config.ppo)

        def run() -> None:
            peer.learn(config.steps, reset_num_timesteps=False)

    with closing(env):
        while True:  # the first time everything is imported and allocated
            run()
            referee()


def to_stdout(referee: Referee) -> Callable[[], None]:
    """The referee for a script whose own words go elsewhere."""

    def told() -> None:
        with contextlib.redirect_stdout(sys.__stdout__):
            referee()

    return told


def measure(config: BenchConfig) -> dict[str, Any]:
    """Alternating rounds; steps a second of all, and ours over each of the others, pair by pair."""
    options = ["--updates", str(config.updates), "--scenario", config.scenario]
    sides = {
        name: subprocess.Popen(
            [sys.executable, __file__, "--worker", name, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True, bufsize=1,
        )
        for name in (OURS, *config.against)
    }  # fmt: skip
    speeds: dict[str, list[float]] = {name: [] for name in sides}
    per_cpu: dict[str, list[float]] = {name: [] for name in sides}
    for name, side in sides.items():
        if _answer(side) != ["ready"]:
            raise ImportError(f"{name} did not start; its words stand above")
    order = list(sides)
    for _ in range(config.rounds):
        for name in order:
            assert sides[name].stdin is not None
            sides[name].stdin.write("go\n")
            seconds, cpu = map(float, _answer(sides[name]))
            speeds[name].append(config.steps / seconds)
            per_cpu[name].append(config.steps / cpu)
        order.append(order.pop(0))
    for side in sides.values():
        side.communicate()
    return {
        "steps_per_second": speeds, "ratios": ratios(speeds),
        "steps_per_cpu_second": per_cpu, "cpu_ratios": ratios(per_cpu),
        "sizes": asdict(config.ppo), "scenario": config.scenario, "machine": harness.machine_fingerprint(),
    }  # fmt: skip


def _answer(side: subprocess.Popen[str]) -> list[str]:
    assert side.stdout is not None
    return side.stdout.readline().split()


def ratios(speeds: dict[str, list[float]]) -> dict[str, list[float]]:
    """Ours over each of the others, pair by pair."""
    return {
        name: [mine / its for mine, its in zip(speeds[OURS], others, strict=True)]
        for name, others in speeds.items() if name != OURS
    }  # fmt: skip


def main() -> int:
    """Runs the command line; returns the exit status."""
    config = tyro.cli(BenchConfig, prog="python suites/bench/ppo_against_peers.py")
    if config.worker is not None:
        worker(config)
        return 0
    console = Console()
    try:
        found = measure(config)
    except ImportError as error:
        told = f"error: {error}; pip install stable-baselines3 && pip install --no-deps cleanrl==0.4.8 brings them"
        Console(stderr=True).print(told, style="red", soft_wrap=True)
        return 1
    for unit, compared in (("steps_per_second", "ratios"), ("steps_per_cpu_second", "cpu_ratios")):
        for name, speeds in found[unit].items():
            console.print(f"{name:20} {statistics.median(speeds):>10,.0f} {unit.replace('_', ' ')}", highlight=False)
        for name, values in found[compared].items():
            low, middle, high = (pick(values) for pick in (min, statistics.median, max))
            told = f"ours over {name}: {middle:.2f} (median of {config.rounds} pairs, {low:.2f} to {high:.2f})"
            console.print(told, highlight=False)
    if config.json is not None:
        config.json.write_text(json.dumps(found, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
