"""Trains, is killed again and again, and goes on: python kill_and_resume.py WORLD FOLDER UPDATES KILLS SEED

WORLD is `toy` (numpy) or `standin` (a real server). Children are forked from a process that has imported everything,
so that a kill costs milliseconds. Prints the number of children that were killed before their end, and the content
hash of the last checkpoint.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
import traceback
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from toy_env import ToyEnv

from agent.checkpoint import CheckpointStore
from agent.config import TrainConfig
from agent.ppo.ppo import PPOConfig
from agent.train import make_env, train

CONFIG = TrainConfig(
    scenario="movement_micro", seed=5, threads=1, checkpoint_every=2, evaluation_episodes=0,
    ppo=PPOConfig(arenas=16, horizon=8, epochs=2, minibatches=2, hidden_units=16),
)  # fmt: skip


#: How the arenas of a world are made, and the longest time that a child lives before it is killed, s.
WORLDS = {"toy": (lambda scenario, arenas, servers: ToyEnv(scenario, arenas), 0.3), "standin": (make_env, 2.0)}


def run_child(world: str, folder: Path, updates: int) -> None:
    steps = updates * CONFIG.ppo.arenas * CONFIG.ppo.horizon
    config = replace(CONFIG, out=folder, steps=steps)
    with Path(os.devnull).open("w") as nowhere:
        train(config, Console(file=nowhere), WORLDS[world][0])


def killed_after(world: str, folder: Path, updates: int, seconds: float | None) -> bool:
    """Runs a child and kills it after some time; whether it was killed before its end."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            run_child(world, folder, updates)
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) != 0:
        raise SystemExit(f"the child failed with status {os.WEXITSTATUS(status)}")
    return os.WIFSIGNALED(status)


def main(world: str, folder: Path, updates: int, kills: int, seed: int) -> None:
    moments, longest = random.Random(seed), WORLDS[world][1]
    count = sum(killed_after(world, folder, updates, moments.uniform(0.0, longest)) for _ in range(kills))
    killed_after(world, folder, updates, None)
    _, checkpoint = CheckpointStore(folder / "checkpoints").load()
    print(count, checkpoint.content_hash)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *map(int, sys.argv[3:]))
