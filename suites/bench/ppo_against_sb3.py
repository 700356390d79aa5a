"""PPO end to end, ours against Stable-Baselines3: same network, arenas, horizon, minibatches and epochs, in one run.

    python suites/bench/ppo_against_sb3.py --rounds 5

Both learn `movement_micro` on one thread and one server. Rounds alternate, so that what else the machine does falls on
both; the ratio of each pair is taken, and the median of the pairs is told with its range: by the clock, and by the
processor's time of the learner, which a busy machine disturbs less (the server's is not in it). Stable-Baselines3 sees
the same features through a thin adapter (`pip install stable-baselines3`). The step that resets an episode counts as a
transition there, since its interface has no place for it: the speed is what is compared here, not the learning.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import Annotated, Any

import numpy as np
import torch
import tyro
from gymnasium import spaces
from rich.console import Console

import harness
from agent.allocator import keep_freed_memory
from agent.encoders import encoder_for
from agent.ppo.config import PPOConfig
from agent.ppo.ppo import PPO

OURS, THEIRS = "ours", "stable-baselines3"


@dataclass(frozen=True)
class BenchConfig:
    """Measures PPO end to end against Stable-Baselines3.

    Example: python suites/bench/ppo_against_sb3.py --rounds 5
    """

    rounds: int = 5
    """Pairs of measurements."""
    updates: int = 4
    """Updates of each measurement."""
    scenario: str = "movement_micro"
    """What is learned."""
    ppo: PPOConfig = PPOConfig()
    """Sizes for both."""
    worker: str | None = None
    """For the two processes that are measured, not for people."""
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


def theirs(config: BenchConfig, scenario: harness.Scenario) -> tuple[Any, Any]:
    """The learner of Stable-Baselines3 with the same sizes, and its environment."""
    from stable_baselines3 import PPO as TheirPPO
    from stable_baselines3.common.torch_layers import BaseFeaturesExtractor
    from stable_baselines3.common.vec_env import VecEnv

    class Trunk(BaseFeaturesExtractor):
        """The hidden layers, shared by policy and value as ours are."""

        def __init__(self, space: spaces.Box) -> None:
            super().__init__(space, config.ppo.hidden_units)
            widths = [space.shape[0], *[config.ppo.hidden_units] * config.ppo.hidden_layers]
            layers: list[torch.nn.Module] = []
            for before, after in zip(widths, widths[1:], strict=False):
                layers += [torch.nn.Linear(before, after), torch.nn.Tanh()]
            self.layers = torch.nn.Sequential(*layers)

        def forward(self, observations: torch.Tensor) -> torch.Tensor:
            return self.layers(observations)

    class Adapter(VecEnv):
        """Our arenas behind their interface."""

        def __init__(self, env: harness.FactorioVectorEnv) -> None:
            self.env, self.encoder = env, encoder_for(scenario)
            features = spaces.Box(-np.inf, np.inf, (len(self.encoder.feature_names),), np.float32)
            super().__init__(env.num_envs, features, spaces.Discrete(len(env.action_names)))
            self._infos: list[dict[str, Any]] = [{} for _ in range(env.num_envs)]

        def reset(self) -> Any:
            observation, _ = self.env.reset(seed=1)
            return self._features(observation)

        def _features(self, observation: Any) -> Any:
            return self.encoder.encode(harness.fields(observation, self.encoder.frame))

        def step_async(self, actions: Any) -> None:
            self._actions = actions

        def step_wait(self) -> Any:
            observation, rewards, terminated, truncated, _ = self.env.step(self._actions)
            return self._features(observation), rewards.copy(), terminated | truncated, self._infos

        def close(self) -> None:
            self.env.close()

        def get_attr(self, attr_name: str, indices: Any = None) -> list[Any]:
            return [getattr(self.env, attr_name, None)] * self.num_envs

        def set_attr(self, attr_name: str, value: Any, indices: Any = None) -> None:
            raise NotImplementedError

        def env_method(self, method_name: str, *args: Any, indices: Any = None, **options: Any) -> list[Any]:
            raise NotImplementedError

        def env_is_wrapped(self, wrapper_class: Any, indices: Any = None) -> list[bool]:
            return [False] * self.num_envs

    sizes = config.ppo
    env = Adapter(harness.FactorioVectorEnv(scenario, num_envs=sizes.arenas, copy=False))
    learner = TheirPPO(
        "MlpPolicy", env, n_steps=sizes.horizon, n_epochs=sizes.epochs, learning_rate=sizes.learning_rate,
        batch_size=sizes.arenas * sizes.horizon // sizes.minibatches, gamma=sizes.gamma, gae_lambda=sizes.gae_lambda,
        clip_range=sizes.clip, ent_coef=sizes.entropy_coefficient, vf_coef=sizes.value_coefficient,
        max_grad_norm=sizes.max_gradient_norm, device="cpu", seed=1,
        policy_kwargs={"features_extractor_class": Trunk, "net_arch": []},
    )  # fmt: skip
    return learner, env


def worker(config: BenchConfig) -> None:
    """One side in a process of its own: for every line of the input it makes the updates, and prints its two times."""
    torch.set_num_threads(1)
    scenario = harness.load_scenario(config.scenario)
    learner, env = (ours if config.worker == OURS else theirs)(config, scenario)
    if config.worker == OURS:
        keep_freed_memory()

        def run() -> None:
            for _ in range(config.updates):
                learner.update(learner.collect())
    else:

        def run() -> None:
            learner.learn(config.steps, reset_num_timesteps=False)

    with closing(env):
        run()  # everything is imported and allocated
        print("ready", flush=True)
        for _ in sys.stdin:
            started, cpu = perf_counter(), process_time()
            run()
            print(perf_counter() - started, process_time() - cpu, flush=True)


def measure(config: BenchConfig) -> dict[str, Any]:
    """Alternating rounds; steps a second of both and the ratios of the pairs."""
    options = ["--updates", str(config.updates), "--scenario", config.scenario]
    sides = {
        name: subprocess.Popen(
            [sys.executable, __file__, "--worker", name, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True, bufsize=1,
        )
        for name in (OURS, THEIRS)
    }  # fmt: skip
    speeds: dict[str, list[float]] = {name: [] for name in sides}
    per_cpu: dict[str, list[float]] = {name: [] for name in sides}
    for side in sides.values():
        if _answer(side) != ["ready"]:
            raise ImportError("a side did not start; its words stand above")
    for number in range(config.rounds):
        for name in (OURS, THEIRS) if number % 2 == 0 else (THEIRS, OURS):
            assert sides[name].stdin is not None
            sides[name].stdin.write("go\n")
            seconds, cpu = map(float, _answer(sides[name]))
            speeds[name].append(config.steps / seconds)
            per_cpu[name].append(config.steps / cpu)
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


def ratios(speeds: dict[str, list[float]]) -> list[float]:
    """Ours over theirs, pair by pair."""
    return [mine / its for mine, its in zip(*speeds.values(), strict=True)]


def main() -> int:
    """Runs the command line; returns the exit status."""
    config = tyro.cli(BenchConfig, prog="python suites/bench/ppo_against_sb3.py")
    if config.worker is not None:
        worker(config)
        return 0
    console = Console()
    try:
        found = measure(config)
    except ImportError as error:
        Console(stderr=True).print(f"error: {error}; pip install stable-baselines3 brings it", style="red")
        return 1
    for unit, compared in (("steps_per_second", "ratios"), ("steps_per_cpu_second", "cpu_ratios")):
        for name, speeds in found[unit].items():
            console.print(f"{name:20} {statistics.median(speeds):>10,.0f} {unit.replace('_', ' ')}", highlight=False)
        low, middle, high = (pick(found[compared]) for pick in (min, statistics.median, max))
        console.print(f"ratio {middle:.2f} (median of {config.rounds} pairs, {low:.2f} to {high:.2f})", highlight=False)
    if config.json is not None:
        config.json.write_text(json.dumps(found, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
