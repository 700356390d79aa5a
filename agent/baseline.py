"""Records the checked-in baselines: trains several seeds, scores each on held-out episodes, keeps the first model.

Example: python -m agent.baseline --scenario movement_micro
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

from agent.config import defaults_for
from agent.errors import AgentError
from agent.train import train


@dataclass(frozen=True)
class BaselineConfig:
    """Trains every seed from nothing and writes baselines/models/SCENARIO and baselines/scores/SCENARIO.json.

    Example: python -m agent.baseline --scenario movement_micro
    """

    scenario: str = "movement_micro"
    """Scenario to record: a name."""
    seeds: tuple[int, ...] = (1, 2, 3, 4, 5)
    """Training seeds; the first one's model is kept."""
    runs: Path = Path("runs/baselines")
    """Folder for the runs; runs that are there already are gone on with."""
    out: Path = Path("baselines")
    """Folder of the baselines."""


def train_seed(config: BaselineConfig, seed: int, console: Console) -> dict[str, Any]:
    """Trains one seed and returns its score: what `agent.evaluate --json` writes, with the last checkpoint's hash.

    Raises:
        AgentError: if the run is interrupted.
    """
    folder = config.runs / f"{config.scenario}-{seed}"
    result = train(replace(defaults_for(config.scenario), seed=seed, out=folder), console)
    if result.interrupted or result.evaluation is None:
        raise AgentError(f"seed {seed} was interrupted; the same command goes on from {folder}")
    evaluation = json.loads((folder / "evaluation.json").read_text())
    return {"content_hash": result.content_hash, **evaluation}


def record(config: BaselineConfig, console: Console) -> Path:
    """Trains all seeds and writes model and scores; returns the file of the scores."""
    scores = [train_seed(config, seed, console) for seed in config.seeds]
    model = config.out / "models" / config.scenario
    if model.exists():
        shutil.rmtree(model)
    shutil.copytree(config.runs / f"{config.scenario}-{config.seeds[0]}" / "model", model)
    path = config.out / "scores" / f"{config.scenario}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    summary = {
        "scenario": config.scenario,
        "command": f"python -m agent.baseline --scenario {config.scenario}",
        "mean_success_rate": sum(score["success_rate"] for score in scores) / len(scores),
        "worst_success_rate": min(score["success_rate"] for score in scores),
        "seeds": scores,
    }
    path.write_text(json.dumps(summary, indent=1) + "\n")
    return path


def main() -> int:
    """Records one scenario; 2 when a run cannot be finished."""
    config = tyro.cli(BaselineConfig, prog="python -m agent.baseline")
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
