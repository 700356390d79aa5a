"""The command that trains: one policy, or with --hierarchical the three levels.

Example: python -m agent.train --scenario movement_micro --seed 1
"""

from __future__ import annotations

import sys

from rich.console import Console

import harness
from agent.config import TrainConfig, parse
from agent.environments import EnvMaker, make_env
from agent.errors import AgentError
from agent.hierarchy.command import train_and_score
from agent.interrupt import INTERRUPTED
from agent.run import train


def _train_hierarchical(config: TrainConfig, console: Console, make: EnvMaker) -> int:
    """Trains three levels; returns the exit status."""
    return 0 if train_and_score(config, console, make) else INTERRUPTED


def main(arguments: list[str] | None = None, make: EnvMaker = make_env) -> int:
    """Runs the command line; returns the exit status."""
    console = Console()
    try:
        config = parse(arguments)
        if config.hierarchical:
            return _train_hierarchical(config, console, make)
        result = train(config, console, make)
    except KeyboardInterrupt:
        console.print("stopped at once; the same command goes on from the last checkpoint", highlight=False)
        return INTERRUPTED
    except (AgentError, harness.HarnessError, OSError) as error:
        Console(stderr=True).print(f"error: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        return 1
    if result.interrupted:
        console.print(f"stopped; the same command goes on from {result.folder.path}", highlight=False, soft_wrap=True)
        return INTERRUPTED
    return 0


if __name__ == "__main__":
    sys.exit(main())
