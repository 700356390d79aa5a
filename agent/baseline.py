"""Records the checked-in baselines: trains several seeds, scores each on held-out episodes, keeps the first model.

Example: python -m agent.baseline --scenario movement_micro

A command that is given again goes on where it stopped: seeds that are trained and scored are taken as they are.
"""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import tyro
from rich.console import Console

from agent.config import TrainConfig, defaults_for
from agent.environments import make_env
from agent.errors import AgentError
from agent.hierarchy.command import train_and_score
from agent.kept_scores import model_digest
from agent.train import EnvMaker, train


@dataclass(frozen=True)
class BaselineConfig:
    """Trains every seed from nothing and writes baselines/models/SCENARIO and baselines/scores/SCENARIO.json.

    Example: python -m agent.baseline --scenario movement_micro
    """

    scenario: str = "movement_micro"
    """Scenario to record: a name."""
    seeds: tuple[int, ...] = (1, 2, 3, 4, 5)
    """Training seeds; the first one's model is kept."""
    hierarchical: bool = False
    """Three levels, recorded as SCENARIO_hierarchical."""
    runs: Path = Path("runs/baselines")
    """Folder for the runs; runs that are there already are gone on with."""
    out: Path = Path("baselines")
    """Folder of the baselines."""


    @property
    def name(self) -> str:
        """Of the recorded model and scores."""
        return f"{self.scenario}_hierarchical" if self.hierarchical else self.scenario

    def run(self, seed: int) -> TrainConfig:
        """One seed's run."""
        folder = self.runs / f"{self.name}-{seed}"
        return replace(defaults_for(self.scenario), seed=seed, out=folder, hierarchical=self.hierarchical)


def train_seed(config: BaselineConfig, seed: int, console: Console, make: EnvMaker = make_env) -> dict[str, Any]:
    """Trains one seed and returns its score: what `agent.evaluate --json` writes, with its weights' hash.

    A seed that has been trained and scored before is neither trained nor scored again.

    Raises:
        AgentError: if the run is interrupted.
    """
    run = config.run(seed)
    interrupted = AgentError(f"seed {seed} was interrupted; the same command goes on from {run.folder}")
    if config.hierarchical:
        if not train_and_score(run, console, make):
            raise interrupted
        content_hash = model_digest(run.folder / "model")
    else:
        result = train(run, console, make)
        if result.interrupted or result.evaluation is None:
            raise interrupted
        content_hash = result.content_hash
    evaluation = json.loads((run.folder / "evaluation.json").read_text())
    return {"content_hash": content_hash, **evaluation}


def record(config: BaselineConfig, console: Console, make: EnvMaker = make_env) -> Path:
    """Trains all seeds and writes model and scores; returns the file of the scores."""
    scores = [train_seed(config, seed, console, make) for seed in config.seeds]
    model = config.out / "models" / config.name
    if model.exists():
        shutil.rmtree(model)
    shutil.copytree(config.run(config.seeds[0]).folder / "model", model)
    path = config.out / "scores" / f"{config.name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    summary = {
        "scenario": config.scenario,
        "command": command_of(config),
        "mean_success_rate": sum(score["success_rate"] for score in scores) / len(scores),
        "worst_success_rate": min(score["success_rate"] for score in scores),
        "seeds": scores,
    }
    path.write_text(json.dumps(summary, indent=1) + "\n")
    return path


def command_of(config: BaselineConfig) -> str:
    """The command that records the same."""
    words = ["python", "-m", "agent.baseline", "--scenario", config.scenario]
    words += ["--hierarchical"] if config.hierarchical else []
    if config.seeds != BaselineConfig.seeds:
        words += ["--seeds", *map(str, config.seeds)]
    return " ".join(words)


def main() -> int:
    """Records one scenario; 2 when a run cannot be finished."""
    config = tyro.cli(BaselineConfig, prog="python -m agent.baseline", config=(tyro.conf.FlagCreatePairsOff,))
    console = Console()
    try:
        path = record(config, console)
    except AgentError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    console.print(f"scores written to {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
