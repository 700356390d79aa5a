"""Throughput of the training loop."""

from __future__ import annotations

import pytest

from harness.bench.train_loop import measure_training, train_row
from harness.errors import HarnessError


def line(update: int, seconds: float, share: float) -> dict[str, float]:
    shares = {"share_env": share, "share_backward": 1 - share}
    return {"update": update, "steps": 1000 * update, "seconds": seconds, **shares}


def test_the_warm_up_is_not_counted() -> None:
    lines = [line(1, 50.0, 0.9), line(2, 60.0, 0.9), line(3, 61.0, 0.2), line(4, 62.0, 0.4)]
    row = train_row("movement_micro", "train", lines)
    assert (row.steps, row.seconds, row.steps_per_second) == (2000, 2.0, 1000.0)
    assert row.shares["env"] == pytest.approx(0.3)


def test_too_short_a_training_is_refused() -> None:
    with pytest.raises(HarnessError, match="made 1 updates; more than 2 are needed"):
        train_row("movement_micro", "train", [line(1, 1.0, 0.5)])


def test_a_scenario_that_is_not_there_fails_with_the_trainers_words() -> None:
    with pytest.raises(HarnessError, match=r"agent\.train --scenario no_such"):
        measure_training("no_such", 1000, 0)
