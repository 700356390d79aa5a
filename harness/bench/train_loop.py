"""Throughput of the whole training loop: environment, forward, backward, as `python -m agent.train` runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from harness.bench.machine import ROOT
from harness.errors import HarnessError

#: Updates that are not counted: memory is touched, kernels are chosen.
WARMUP_UPDATES = 2
TRAIN_SECONDS = 3600


class TrainRow(BaseModel):
    """A measured training run."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    scenario: str
    command: str
    steps: int = Field(description="arena steps counted, without those of the warm-up")
    seconds: float = Field(gt=0)
    steps_per_second: float = Field(gt=0)
    shares: dict[str, float] = Field(description="of the time, by phase of the loop; mean over updates")


def train_row(scenario: str, command: str, lines: list[dict[str, Any]]) -> TrainRow:
    """Reads the run's own record.

    Args:
        scenario: that was trained.
        command: that trained it.
        lines: of `metrics.jsonl`, one an update.

    Returns:
        Throughput after the warm-up.

    Raises:
        HarnessError: if there were too few updates.
    """
    counted = lines[WARMUP_UPDATES:]
    if not counted:
        raise HarnessError(
            f"`{command}` made {len(lines)} updates; more than {WARMUP_UPDATES} are needed, so give more steps"
        )
    warm = lines[WARMUP_UPDATES - 1]
    steps, seconds = counted[-1]["steps"] - warm["steps"], counted[-1]["seconds"] - warm["seconds"]
    names = [name for name in counted[0] if name.startswith("share_")]
    shares = {name.removeprefix("share_"): sum(line[name] for line in counted) / len(counted) for name in names}
    return TrainRow(
        scenario=scenario, command=command, steps=steps, seconds=seconds, steps_per_second=steps / seconds,
        shares=shares,
    )  # fmt: skip


def measure_training(scenario: str, steps: int, seed: int) -> TrainRow:
    """Trains for a number of steps in a folder that is removed afterwards.

    Args:
        scenario: name or file.
        steps: arena steps, the warm-up's included.
        seed: of training.

    Returns:
        The measured row.

    Raises:
        HarnessError: if training fails, with the end of what it said, or is too short.
    """
    words = ["--scenario", scenario, "--seed", str(seed), "--steps", str(steps), "--evaluation-episodes", "1"]
    command = f"python -m agent.train {' '.join(words)}"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    with tempfile.TemporaryDirectory(prefix="train-") as folder:
        run = Path(folder) / "run"
        done = subprocess.run(
            [sys.executable, "-m", "agent.train", *words, "--out", str(run)],
            capture_output=True, text=True, timeout=TRAIN_SECONDS, env=environment,
        )  # fmt: skip
        if done.returncode != 0:
            raise HarnessError(f"`{command}` failed:\n{(done.stdout + done.stderr)[-2000:]}")
        lines = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
    return train_row(scenario, command, lines)
