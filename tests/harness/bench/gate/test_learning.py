"""The learning gate."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from harness.bench.gate import learning
from harness.bench.gate.checkout import Checkout
from harness.bench.gate.verdict import Verdict
from harness.errors import HarnessError

RATES = np.array([[0.96, 0.97, 0.95, 0.98, 0.96]])


@pytest.mark.parametrize(
    ("loss", "verdict"), [(0.0, Verdict.SAME), (0.02, Verdict.SAME), (0.12, Verdict.WORSE), (-0.2, Verdict.BETTER)]
)
def test_only_a_loss_above_the_margin_is_worse(loss: float, verdict: Verdict) -> None:
    base = RATES if loss >= 0 else RATES + loss
    head = RATES - loss if loss >= 0 else RATES
    assert learning.compare(base, head, ("movement_micro",), 400).verdict is verdict


def test_seeds_that_differ_wildly_are_inconclusive_and_not_red() -> None:
    head = np.array([[0.96, 0.30, 0.95, 0.98, 0.20]])
    finding = learning.compare(RATES, head, ("movement_micro",), 400)
    assert finding.verdict is Verdict.INCONCLUSIVE
    assert "train more" in finding.reason


def test_a_score_that_is_there_is_not_trained_again(tmp_path: Path) -> None:
    checkout = Checkout("main", "c" * 40, tmp_path)
    folder = tmp_path / ("c" * 16) / "movement_micro-1000-3"
    folder.mkdir(parents=True)
    (folder / "gate-400.json").write_text(json.dumps({"success_rate": 0.5}))
    assert learning.success_rate(checkout, "movement_micro", 3, 1000, 400, tmp_path) == 0.5


def test_a_revision_without_an_agent_is_refused_instead_of_comparing_the_installed_one(tmp_path: Path) -> None:
    with pytest.raises(HarnessError, match="main has no folder agent/"):
        learning.success_rate(Checkout("main", "c" * 40, tmp_path), "movement_micro", 0, 1000, 400, tmp_path / "runs")


def test_a_revision_that_cannot_train_says_what_failed(tmp_path: Path) -> None:
    checkout = Checkout("main", "c" * 40, tmp_path)
    (tmp_path / "agent").mkdir()
    (tmp_path / "agent" / "__init__.py").touch()
    (tmp_path / "agent" / "train.py").write_text("raise SystemExit('out of luck')")
    with pytest.raises(HarnessError, match=r"agent\.train --scenario movement_micro.* failed in main:\nout of luck"):
        learning.success_rate(checkout, "movement_micro", 0, 1000, 400, tmp_path / "runs")
