"""What stands out in a run's record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agent.explain import findings, main, quarters

HEALTHY = {
    "task_completion_rate": 0.9, "entropy": 0.5, "approximate_kl": 0.01, "explained_variance": 0.9,
    "share_environment": 0.1,
}  # fmt: skip


def told(**changes: float) -> list[str]:
    return [finding.what for finding in findings([HEALTHY, {**HEALTHY, **changes}])]


def test_a_healthy_run_has_nothing_that_stands_out() -> None:
    assert told() == []


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"task_completion_rate": 0.4}, "success fell from 90% to 40%"),
        ({"approximate_kl": 0.2}, "moves the policy by 0.2 nats"),
        ({"explained_variance": 0.1}, "explains 10% of the returns' variance"),
        ({"share_environment": 0.7}, "70% of the time goes into the environment"),
    ],
)
def test_what_is_out_of_the_usual_is_named_alone(changes: dict[str, float], text: str) -> None:
    (found,) = told(**changes)
    assert text in found


def test_a_run_without_success_is_told_apart_by_its_entropy() -> None:
    stuck = {**HEALTHY, "task_completion_rate": 0.0}
    assert "yet" in findings([stuck])[0].what
    assert "hardly varies" in findings([{**stuck, "entropy": 0.01}])[0].what


def test_quarters_are_means_of_what_was_recorded() -> None:
    record: list[dict[str, Any]] = [{"entropy": float(i), "episode_reward": None if i < 4 else 1.0} for i in range(8)]
    parts = quarters(record)
    assert [part["entropy"] for part in parts] == [0.5, 2.5, 4.5, 6.5]
    assert ["episode_reward" in part for part in parts] == [False, False, True, True]


def test_the_few_episodes_that_end_first_and_well_are_no_summit() -> None:
    """An episode that is shorter than the others has succeeded; the time limit comes later."""
    record = [{**HEALTHY, "episodes": 4, "task_completion_rate": 1.0}]
    record += [{**HEALTHY, "episodes": 500, "task_completion_rate": rate} for rate in (0.02, 0.07, 0.2)]
    assert findings(quarters(record)) == []
    assert "fell from 100%" in findings(quarters([{**line, "episodes": 500} for line in record]))[0].what


def test_success_is_a_mean_over_episodes() -> None:
    record: list[dict[str, Any]] = [
        {"episodes": 10, "task_completion_rate": 1.0}, {"episodes": 90, "task_completion_rate": 0.0},
        {"episodes": 0, "task_completion_rate": None},
    ]  # fmt: skip
    assert quarters(record * 4)[0]["task_completion_rate"] == pytest.approx(0.1)


def test_a_record_of_two_lines_has_two_quarters() -> None:
    assert len(quarters([{"entropy": 1.0}, {"entropy": 2.0}])) == 2


def test_the_story_is_printed_with_the_scores(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = {"update": 1, "steps": 100, "seconds": 2.0, **HEALTHY}
    (tmp_path / "metrics.jsonl").write_text(json.dumps(line) + "\n")
    scores = {"arms": {"greedy": {"success_rate": 1.0}}, "floors": {"noop": {"success_rate": 0.0}}}
    (tmp_path / "evaluation.json").write_text(json.dumps(scores))
    assert main([str(tmp_path)]) == 0
    output = capsys.readouterr().out
    assert "nothing stands out" in output
    assert "held-out success: greedy 100.0%, noop 0.0%" in output


def test_a_folder_without_a_record_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 1
    assert "holds no record of a run" in capsys.readouterr().err
