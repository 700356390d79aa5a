"""Trains in the numpy world, is killed again and again, and goes on: python kill_and_resume.py FOLDER KILLS SEED

Children are forked from a process that has imported everything, so that a kill costs milliseconds. Prints the
number of children that were killed before their end, and the content hash of the last checkpoint.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

from rich.console import Console
from toy_env import ToyEnv

from agent.checkpoint import CheckpointStore
from agent.config import TrainConfig
from agent.ppo.ppo import PPOConfig
from agent.train import train

CONFIG = TrainConfig(
    scenario="movement_micro", seed=5, steps=16 * 8 * 60, threads=1, checkpoint_every=2, evaluation_episodes=0,
    ppo=PPOConfig(arenas=16, horizon=8, epochs=2, minibatches=2, hidden_units=16),
)  # fmt: skip


def run_child(folder: Path) -> None:
    config = TrainConfig(**{**vars(CONFIG), "out": folder})
    with Path(os.devnull).open("w") as nowhere:
        train(config, Console(file=nowhere), lambda scenario, arenas, servers: ToyEnv(scenario, arenas))


def killed_after(folder: Path, seconds: float | None) -> bool:
    """Runs a child and kills it after some time; whether it was killed before its end."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            run_child(folder)
            status = 0
        finally:
            os._exit(status)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) != 0:
        raise SystemExit(f"the child failed with status {os.WEXITSTATUS(status)}")
    return os.WIFSIGNALED(status)


def main(folder: Path, kills: int, seed: int) -> None:
    moments = random.Random(seed)
    count = sum(killed_after(folder, moments.uniform(0.0, 0.3)) for _ in range(kills))
    killed_after(folder, None)
    _, checkpoint = CheckpointStore(folder / "checkpoints").load()
    print(count, checkpoint.content_hash)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
