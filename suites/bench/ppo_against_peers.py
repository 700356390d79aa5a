"""PPO end to end, ours against the learners of others: same arenas, horizon, minibatches and epochs, in one run.

    python suites/bench/ppo_against_peers.py --rounds 5

All learn `movement_micro` on one thread and one server. Rounds alternate, so that what else the machine does falls on
all; the ratio of each pair is taken, and the median of the pairs is told with its range: by the clock, and by the
processor's time of the learner, which a busy machine disturbs less (the server's is not in it). The others see the same
features through a thin adapter, with two layers of 64 units as ours; CleanRL's script has two such networks, one for
the value. It is the speed that is compared here, not the learning. Stable-Baselines3 and CleanRL are installed by

    pip install stable-baselines3 && pip install --no-deps cleanrl==0.4.8

Two more are measured where they are there, `--against pufferl purejaxrl`. PuffeRL learns on our arenas too:

    pip install --no-build-isolation --no-deps pufferlib==3.0.0 && pip install rich-argparse pyro-ppl

(its build fetches from GitHub, and asks for older packages than ours, hence `--no-deps`). PureJaxRL is not on PyPI; its
folder `purejaxrl` has to be on PYTHONPATH. It learns its own CartPole, which costs next to nothing: a bound in its
favour.

    pip install jax flax optax distrax 'gymnax<1'
"""

from __future__ import annotations

import contextlib
import json
import statistics
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal, cast

import torch
import tyro
from referee import Referee, to_stdout
from rich.console import Console

import harness
from agent.allocator import keep_freed_memory
from agent.encoders import encoder_for
from agent.ppo.config import PPOConfig
from agent.ppo.ppo import PPO

Peer = Literal["stable-baselines3", "cleanrl", "pufferl", "purejaxrl"]
OURS = "ours"
SB3: Peer = "stable-baselines3"
CLEANRL: Peer = "cleanrl"
PUFFERL: Peer = "pufferl"
PUREJAXRL: Peer = "purejaxrl"
#: Followed by a side in JSON: for the processes that are measured, not for people.
WORKER = "--worker"


@dataclass(frozen=True)
class BenchConfig:
    """Measures PPO end to end against the learners of others.

    Example: python suites/bench/ppo_against_peers.py --rounds 5
    """

    against: tuple[Peer, ...] = (SB3, CLEANRL)
    """Whom to measure against. The default two come with pip, as the head of this file says; so does jax, but
    PureJaxRL itself is on GitHub alone, and PufferLib's package needs GitHub to build."""
    pythons: dict[Peer, Path] = field(default_factory=dict)
    """The Python of somebody who is installed apart from us, such as `--pythons purejaxrl jax/bin/python`. PuffeRL's
    must find what ours finds too."""
    rounds: int = 5
    """Measurements of each."""
    updates: int = 4
    """Updates of each measurement."""
    scenario: str = "movement_micro"
    """What is learned."""
    ppo: PPOConfig = PPOConfig()
    """Sizes for all."""
    threads: int = 1
    """Threads of every learner; the server is a process of its own."""
    json: Annotated[Path | None, tyro.conf.arg(metavar="FILE")] = None
    """Where to write the numbers."""

    @property
    def steps(self) -> int:
        """Arena steps of one measurement."""
        return self.updates * self.ppo.arenas * self.ppo.horizon


def worker(told: dict[str, Any]) -> None:
    """One side in a process of its own: for every line of the input it makes the updates, and prints its two times."""
    torch.set_num_threads(told["threads"])
    sizes, updates, referee = PPOConfig(**told["ppo"]), told["updates"], Referee()
    scenario = harness.load_scenario(told["scenario"])
    if told["name"] == OURS:
        keep_freed_memory()
    env = harness.FactorioVectorEnv(scenario, num_envs=sizes.arenas, copy=False)
    with closing(env):
        if told["name"] == CLEANRL:
            import ppo_peers

            with contextlib.redirect_stdout(sys.stderr):
                ppo_peers.run_cleanrl(env, sizes, updates, to_stdout(referee))
        run = side(told["name"], env, sizes, updates)
        while True:  # the first time everything is imported and allocated
            run()
            referee()


def side(name: str, env: harness.FactorioVectorEnv, sizes: PPOConfig, updates: int) -> Callable[[], None]:
    """A learner, ready; a call makes the updates."""
    if name == OURS:
        learner = PPO(env, env.scenario, encoder_for(env.scenario), sizes, anneal_steps=10**9, seed=1)
        learner.begin(*env.reset(seed=1))
        return repeated(lambda: learner.update(learner.collect()), updates)
    if name == PUFFERL:
        from ppo_peers_pufferl import pufferl

        theirs = pufferl(env, sizes)
        return repeated(lambda: (theirs.evaluate(), theirs.train()), updates)
    import ppo_peers

    other, steps = ppo_peers.stable_baselines3(env, sizes), updates * sizes.arenas * sizes.horizon
    return repeated(lambda: other.learn(steps, reset_num_timesteps=False), 1)


def repeated(work: Callable[[], Any], times: int) -> Callable[[], None]:
    """Does some work several times."""

    def run() -> None:
        for _ in range(times):
            work()

    return run


def measure(config: BenchConfig) -> dict[str, Any]:
    """Alternating rounds; steps a second of all, and ours over each of the others, pair by pair.

    Raises:
        ImportError: if a side does not start.
    """
    with ExitStack() as stack:
        sides = {name: stack.enter_context(started(config, name)) for name in (OURS, *config.against)}
        for name, side in sides.items():
            if _answer(side) != ["ready"]:
                raise ImportError(f"{name} did not start; its words stand above")
        speeds, per_cpu = rounds(config, sides)
    return {
        "steps_per_second": speeds, "ratios": ratios(speeds),
        "steps_per_cpu_second": per_cpu, "cpu_ratios": ratios(per_cpu),
        "sizes": asdict(config.ppo), "scenario": config.scenario, "machine": harness.machine_fingerprint(),
    }  # fmt: skip


def started(config: BenchConfig, name: str) -> subprocess.Popen[str]:
    """The process of a side. It ends when its input does."""
    pythons = cast("dict[str, Path]", config.pythons)
    command = [str(pythons.get(name, sys.executable)), *words(config, name)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)


def rounds(
    config: BenchConfig, sides: dict[str, subprocess.Popen[str]]
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Steps a second of every side by the clock and by its processor's time, round by round."""
    speeds: dict[str, list[float]] = {name: [] for name in sides}
    per_cpu: dict[str, list[float]] = {name: [] for name in sides}
    order = list(sides)
    for _ in range(config.rounds):
        for name in order:
            stdin = sides[name].stdin
            assert stdin is not None
            stdin.write("go\n")
            seconds, cpu = map(float, _answer(sides[name]))
            speeds[name].append(config.steps / seconds)
            per_cpu[name].append(config.steps / cpu)
        order.append(order.pop(0))
    return speeds, per_cpu


def words(config: BenchConfig, name: str) -> list[str]:
    """The script of a side and its argument."""
    told = {
        "name": name, "updates": config.updates, "scenario": config.scenario, "threads": config.threads,
        "ppo": asdict(config.ppo),
    }  # fmt: skip
    if name == PUREJAXRL:
        return [str(Path(__file__).with_name("ppo_peers_purejaxrl.py")), json.dumps(told)]
    return [__file__, WORKER, json.dumps(told)]


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
    if sys.argv[1:2] == [WORKER]:
        worker(json.loads(sys.argv[2]))
        return 0
    config = tyro.cli(BenchConfig, prog="python suites/bench/ppo_against_peers.py")
    console = Console()
    try:
        found = measure(config)
    except ImportError as error:
        told = f"error: {error}; the head of {Path(__file__).name} says how each of them is installed"
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
