"""Trains, is killed again and again, and goes on: python kill_and_resume.py WORLD FOLDER UPDATES KILLS SEED

WORLD is `toy` (numpy), `toy_remembering` (the same for a policy with a memory) or `standin` (a real server). Children
are forked from a process that has imported everything, so that a kill costs milliseconds. A child kills itself after a
drawn number of moments, which are steps of the arenas and openings and renamings of files: no clock decides where it
dies. Prints the number of children that were killed before their end, and the content hash of the last checkpoint.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console
from toy_env import ToyEnv

from agent.checkpoint import CheckpointStore
from agent.config import TrainConfig
from agent.environments import make_env
from agent.ppo.config import PPOConfig
from agent.run import train

CONFIG = TrainConfig(
    scenario="movement_micro", seed=5, threads=1, checkpoint_every=2, evaluation_episodes=0,
    ppo=PPOConfig(arenas=16, horizon=8, epochs=2, minibatches=2, hidden_units=16),
)  # fmt: skip


#: How the arenas of a world are made.
WORLDS: dict[str, Callable[..., Any]] = {
    "toy": lambda scenario, arenas, servers: ToyEnv(scenario, arenas), "standin": make_env,
    "toy_remembering": lambda scenario, arenas, servers: ToyEnv(scenario, arenas),
}  # fmt: skip
#: What happens to files in the course of a run.
FILE_EVENTS = {"open", "os.rename", "os.mkdir", "os.remove"}


class Fuse:
    """Kills its own process after so many moments; never when it is None."""

    def __init__(self, moments: int | None) -> None:
        self.left = moments

    def burn(self) -> None:
        """One moment passes."""
        if self.left is not None:
            self.left -= 1
            if self.left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def arenas(self, make: Callable[..., Any]) -> Callable[..., Any]:
        """Makes arenas whose steps are moments."""

        def made(*arguments: Any) -> Any:
            env = make(*arguments)
            step = env.step

            def burning(actions: Any) -> Any:
                self.burn()
                return step(actions)

            env.step = burning
            return env

        return made

    def watch_files(self) -> None:
        """What happens to files is a moment, from now on."""
        sys.addaudithook(lambda event, _: self.burn() if event in FILE_EVENTS else None)


def run_child(world: str, folder: Path, updates: int, fuse: Fuse) -> None:
    steps = updates * CONFIG.ppo.arenas * CONFIG.ppo.horizon
    ppo = replace(CONFIG.ppo, memory=world == "toy_remembering")
    config = replace(CONFIG, out=folder, steps=steps, ppo=ppo)
    with Path(os.devnull).open("w") as nowhere:
        if fuse.left is not None:
            fuse.watch_files()
        train(config, Console(file=nowhere), fuse.arenas(WORLDS[world]))


def killed_after(world: str, folder: Path, updates: int, moments: int | None) -> bool:
    """Runs a child that dies after so many moments; whether it was killed before its end."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            run_child(world, folder, updates, Fuse(moments))
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) != 0:
        raise SystemExit(f"the child failed with status {os.WEXITSTATUS(status)}")
    return os.WIFSIGNALED(status)


def main(world: str, folder: Path, updates: int, kills: int, seed: int) -> None:
    draws = random.Random(seed)
    steps = updates * CONFIG.ppo.horizon  # no whole run has fewer moments, and each kill lets a share of it pass
    count = sum(killed_after(world, folder, updates, draws.randint(1, steps // (kills + 1))) for _ in range(kills))
    killed_after(world, folder, updates, None)
    _, checkpoint = CheckpointStore(folder / "checkpoints").load()
    print(count, checkpoint.content_hash)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *map(int, sys.argv[3:]))
