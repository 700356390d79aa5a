"""The learning gate: does the head still learn what the base learns?

Both train the same scenarios with the same training seeds (pairs), and both are evaluated on the same held-out scenes,
which training never sees. Red is only a loss of more than five points that is more than 99 % certain; whatever is less
sure is told and not red, for training seeds differ by more than most changes do.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.bench.gate.checkout import Checkout
from harness.bench.gate.iqm import Difference, compare_scores
from harness.bench.gate.verdict import Finding, Verdict
from harness.errors import HarnessError

#: The loss of success rate that is allowed, and how sure a larger one must be.
MARGIN, CERTAINTY = 0.05, 0.99
#: The held-out scenes: `agent.evaluate --seed`, the same for every run of the gate.
SCENES_SEED = 0
TRAIN_SECONDS = 24 * 3600


def _agent(checkout: Checkout, words: list[str]) -> None:
    """Runs a command of the revision's own agent, and of no other that may be installed."""
    if not (checkout.folder / "agent").is_dir():
        raise HarnessError(f"{checkout.revision} has no folder agent/, so it cannot train; choose a newer base")
    command = [sys.executable, "-m", *words]
    environment = os.environ | {"PYTHONPATH": str(checkout.folder), "PYTHONHASHSEED": "0"}
    done = subprocess.run(
        command, cwd=checkout.folder, env=environment, capture_output=True, text=True, timeout=TRAIN_SECONDS
    )
    if done.returncode != 0:
        tail = (done.stdout + done.stderr)[-2000:]
        raise HarnessError(f"`python -m {' '.join(words)}` failed in {checkout.revision}:\n{tail}")


def success_rate(checkout: Checkout, scenario: str, seed: int, steps: int, episodes: int, folder: Path) -> float:
    """Trains a policy and evaluates it; what is there already is not done again.

    Args:
        checkout: the revision, its C extensions built.
        scenario: by name.
        seed: of training.
        steps: of training.
        episodes: of evaluation, on the held-out scenes.
        folder: where runs are kept; an interrupted one goes on.

    Returns:
        The success rate, 0..1.

    Raises:
        HarnessError: if training or evaluation fails; with the end of what it printed.
    """
    run = (folder / checkout.tree[:16] / f"{scenario}-{steps}-{seed}").resolve()
    scores = run / f"gate-{episodes}.json"
    if not scores.exists():
        run.mkdir(parents=True, exist_ok=True)
        words = ["--scenario", scenario, "--seed", str(seed), "--steps", str(steps), "--out", str(run / "run")]
        _agent(checkout, ["agent.train", *words])
        words = ["--scenario", scenario, "--episodes", str(episodes), "--seed", str(SCENES_SEED)]
        partial = scores.with_suffix(".partial")
        _agent(checkout, ["agent.evaluate", str(run / "run"), *words, "--json", str(partial)])
        partial.replace(scores)
    data: Any = json.loads(scores.read_text())
    try:
        return float(data["success_rate"])
    except (KeyError, TypeError, ValueError) as error:
        raise HarnessError(f"{scores} has no success_rate; remove the folder {run} and run again") from error


def rates(
    checkout: Checkout,
    scenarios: tuple[str, ...],
    seeds: int,
    steps: int,
    episodes: int,
    folder: Path,
    notify: Callable[[], None],
) -> NDArray[np.float64]:
    """Success rates of a revision, float64 [scenarios, seeds]; `notify` is called after each."""
    result = np.zeros((len(scenarios), seeds))
    for row, scenario in enumerate(scenarios):
        for seed in range(seeds):
            result[row, seed] = success_rate(checkout, scenario, seed, steps, episodes, folder)
            notify()
    return result


def finding_of(name: str, difference: Difference, seeds: int) -> Finding:
    """Puts a difference into words."""
    low, high = difference.interval
    if difference.worse > CERTAINTY:
        verdict = Verdict.WORSE
    elif low > MARGIN:
        verdict = Verdict.BETTER
    elif low > -MARGIN:
        verdict = Verdict.SAME
    else:
        verdict = Verdict.INCONCLUSIVE
    reason = f"P(more than {MARGIN:.0%} worse) = {difference.worse:.3f}, red from {CERTAINTY}"
    if verdict is Verdict.INCONCLUSIVE:
        reason += f"; {seeds} seeds do not decide it, train more"
    return Finding(
        tier="learning", name=name, verdict=verdict, base=difference.base, head=difference.head, unit="success rate",
        change=difference.head - difference.base, interval=(low, high), threshold=MARGIN, reason=reason,
    )  # fmt: skip


def compare(
    base: NDArray[np.float64], head: NDArray[np.float64], scenarios: tuple[str, ...], episodes: int, seed: int = 0
) -> Finding:
    """Compares the success rates of two revisions over all scenarios together."""
    difference = compare_scores(base, head, episodes, MARGIN, seed)
    return finding_of(", ".join(scenarios), difference, base.shape[1])
