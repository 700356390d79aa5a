"""Learns a world model of a scenario from play, and prints how wrong it is at each horizon.

Example: python -m agent.world_model --scenario movement_micro
"""

from __future__ import annotations

import json
import sys
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import safetensors.torch
import torch
import tyro
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

import harness
from agent.choosers import Chooser, policy_chooser, random_chooser
from agent.determinism import settle_arithmetic
from agent.encoders import encoder_for
from agent.errors import AgentError
from agent.evaluate import play
from agent.model import load_model
from agent.seeds import held_out_seeds, training_seed
from agent.world_model.data import collect
from agent.world_model.fit import HorizonError, fit, horizon_errors, plan
from agent.world_model.model import WorldModel, WorldModelConfig

#: Steps ahead that are reported, and the length of the sequences.
HORIZONS = (1, 2, 4, 8, 16)


@dataclass(frozen=True)
class WorldModelRun:
    """Learns a world model from play, says how wrong it is at each horizon, and lets it plan.

    Example: python -m agent.world_model --scenario movement_micro
    """

    scenario: str = "movement_micro"
    """Scenario with numbered actions: a name or a YAML file."""
    policy: Path | None = None
    """Model that half of the arenas are played by; chance plays the others, and all without one."""
    arenas: int = 64
    """Arenas played side by side."""
    steps: int = 320
    """Steps of each arena to learn from; a quarter more is kept to measure."""
    epochs: int = 20
    """Passes over them."""
    seed: int = 1
    """Of everything."""
    plan_episodes: int = 0
    """Held-out episodes played by planning in the model; 0 for none."""
    out: Path | None = None
    """Folder for the weights and errors."""
    sizes: WorldModelConfig = field(default_factory=WorldModelConfig)
    """Of the network."""
    json: Annotated[Path | None, tyro.conf.arg(metavar="FILE")] = None
    """Where to write the errors as JSON."""


def learn(config: WorldModelRun, console: Console) -> tuple[WorldModel, list[HorizonError], float | None]:
    """Plays, learns, measures.

    Returns:
        The model, its errors on episodes that it has not learned from, and the success rate of planning with it
        (None when it was not asked for).

    Raises:
        AgentError: if the scenario has no numbered actions, or the policy does not fit it.
    """
    scenario = harness.load_scenario(config.scenario)
    if scenario.actions == "commands":
        raise AgentError(f"{scenario.name} has commands; a world model of numbered actions needs another scenario")
    encoder, length = encoder_for(scenario), HORIZONS[-1]
    with closing(harness.FactorioVectorEnv(scenario, num_envs=config.arenas, copy=False)) as env:
        choose = _chooser(config, env)
        kept = max(length, config.steps // 4 // length * length)
        learned = collect(env, encoder, choose, config.steps // length * length, length, training_seed(config.seed))
        fresh = collect(env, encoder, choose, kept, length, held_out_seeds(config.seed, 1)[0])
        torch.manual_seed(config.seed)
        model = WorldModel(len(encoder.feature_names), len(env.action_names), config.sizes)
        with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
            bar = progress.add_task("learning", total=config.epochs)
            fit(model, learned, epochs=config.epochs, seed=config.seed, report=lambda *_: progress.advance(bar))
        errors = horizon_errors(model, fresh, HORIZONS)
        rate = None
        if config.plan_episodes:
            generator = torch.Generator().manual_seed(config.seed)

            def planned(frames: NDArray[Any], mask: NDArray[np.bool_]) -> NDArray[np.int64]:
                return plan(model, torch.from_numpy(encoder.encode(frames)), generator).numpy()

            rate = float(play(env, planned, held_out_seeds(0, config.plan_episodes)).success.mean())
    return model, errors, rate


def _chooser(config: WorldModelRun, env: harness.FactorioVectorEnv) -> Chooser:
    """Chance, and in the first half of the arenas the policy."""
    chance = random_chooser(config.seed)
    if config.policy is None:
        return chance
    model = load_model(config.policy)
    skilled, half = policy_chooser(model, model.spec.encoder(env.scenario), "sampled", config.seed), env.num_envs // 2

    def choose(frames: NDArray[Any], mask: NDArray[np.bool_]) -> NDArray[np.int64]:
        actions = chance(frames, mask)
        actions[:half] = skilled(frames[:half], mask[:half])
        return actions

    return choose


def table(errors: list[HorizonError], scenario: str) -> Table:
    """The errors beside those of the guess that nothing changes."""
    out = Table(box=None, padding=(0, 2, 0, 0), title=f"{scenario}: error by horizon", title_justify="left")
    for heading in ("steps ahead", "model", "nothing changes", "ratio", "reward off by", "sequences"):
        out.add_column(heading, justify="right")
    for one in errors:
        ratio = one.model / one.nothing if one.nothing else float("nan")
        out.add_row(
            str(one.steps), f"{one.model:.4f}", f"{one.nothing:.4f}", f"{ratio:.2f}", f"{one.reward:.3f}",
            str(one.samples),
        )  # fmt: skip
    return out


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line; returns the exit status."""
    config = tyro.cli(WorldModelRun, args=arguments, prog="python -m agent.world_model")
    console = Console()
    try:
        settle_arithmetic(threads=1)
        model, errors, rate = learn(config, console)
        console.print(table(errors, config.scenario))
        if rate is not None:
            told = f"planning in the model: {rate:.1%} of {config.plan_episodes} held-out episodes"
            console.print(told, highlight=False)
        record = {"errors": [asdict(one) for one in errors], "planned_success": rate, "sizes": asdict(config.sizes)}
        if config.json is not None:
            config.json.write_text(json.dumps(record, indent=1) + "\n")
        if config.out is not None:
            config.out.mkdir(parents=True, exist_ok=True)
            safetensors.torch.save_file(model.state_dict(), str(config.out / "world_model.safetensors"))
            (config.out / "world_model.json").write_text(json.dumps(record, indent=1) + "\n")
    except (AgentError, harness.HarnessError, OSError) as error:
        Console(stderr=True).print(f"error: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
