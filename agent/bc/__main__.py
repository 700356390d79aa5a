"""Clones recorded demonstrations and scores the clone on held-out episodes.

Example: python -m agent.bc demos/building_micro-expert --out runs/building_micro-clone
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import tyro
from rich.console import Console

import harness
from agent.bc.clone import CloneConfig, clone
from agent.demos import read_demonstrations
from agent.determinism import settle_arithmetic
from agent.errors import AgentError
from agent.evaluate import evaluate_held_out
from agent.scores import score_table


@dataclass(frozen=True)
class CloneCommand:
    """Clones recorded demonstrations and scores the clone on held-out episodes.

    Example: python -m agent.bc demos/building_micro-expert --out runs/building_micro-clone
    """

    demonstrations: Annotated[Path, tyro.conf.Positional]
    """Folder of the demonstrations."""
    out: Path = Path("runs/clone")
    """Folder for the model."""
    evaluation_episodes: int = 400
    """Held-out episodes at the end; 0 for none."""
    how: CloneConfig = field(default_factory=CloneConfig)
    """How the policy is cloned."""


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line; returns the exit status."""
    command = tyro.cli(CloneCommand, args=arguments, prog="python -m agent.bc")
    console = Console()
    settle_arithmetic(threads=1)
    try:
        model = clone(read_demonstrations(command.demonstrations), command.out, command.how, console)
        if command.evaluation_episodes:
            scenario = harness.load_scenario(model.spec.scenario)
            result = evaluate_held_out(scenario, model, episodes=command.evaluation_episodes)
            result.write(command.out / "evaluation.json")
            console.print(score_table(result))
    except (AgentError, harness.HarnessError, OSError) as error:
        Console(stderr=True).print(f"error: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        return 1
    console.print(f"the model is in {command.out}", highlight=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
