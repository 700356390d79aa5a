"""The monitor: metrics and record; its trackers stand in test_trackers.py."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from agent.episodes import METRICS
from agent.errors import AgentError
from agent.monitor import Progress, TrainingMonitor, append_line, read_record

SECONDS = {"environment": 0.1, "forward": 0.4, "backward": 0.4, "other": 0.1, "total": 1.0}


def make_monitor(path: Path) -> TrainingMonitor:
    return TrainingMonitor(path, Progress("a run", total_steps=1000))


def episode(reward: float, success: float = 0.0) -> dict[str, float]:
    return dict.fromkeys(METRICS, 1.0) | {"episode_reward": reward, "task_completion_rate": success}


def test_a_checkpoint_is_due_when_the_last_ten_episodes_beat_the_best(tmp_path: Path) -> None:
    monitor = make_monitor(tmp_path)
    for _ in range(9):
        monitor.log_episode(episode(1.0))
    assert not monitor.should_save_checkpoint()  # nine episodes are too few to judge by
    monitor.log_episode(episode(1.0))
    assert monitor.should_save_checkpoint()
    monitor.mark_saved()
    assert not monitor.should_save_checkpoint()  # as good is not better
    monitor.log_episode(episode(2.0))
    assert monitor.should_save_checkpoint()


def test_only_the_last_ten_episodes_count(tmp_path: Path) -> None:
    monitor = make_monitor(tmp_path)
    for reward in [100.0] * 10 + [0.0] * 10:
        monitor.log_episode(episode(reward))
    assert monitor.performance == 0.0


def test_names_that_are_no_metric_are_ignored(tmp_path: Path) -> None:
    monitor = make_monitor(tmp_path)
    monitor.log_episode({**episode(1.0), "weather": 7.0})
    assert set(monitor.metrics) == set(METRICS)


def test_every_update_is_one_line_of_json_with_the_five_metrics(tmp_path: Path) -> None:
    monitor = make_monitor(tmp_path)
    monitor.log_episodes({name: np.array([1.0, 3.0]) for name in METRICS})
    monitor.log_update(128, 1, {"policy_loss": 0.5}, SECONDS)
    monitor.log_update(256, 2, {"policy_loss": float("nan")}, SECONDS)
    first, second = read_record(tmp_path)
    assert {name: first[name] for name in METRICS} == dict.fromkeys(METRICS, 2.0)
    assert (first["steps"], first["episodes"], first["steps_per_second"]) == (128, 2, 128.0)
    assert first["share_forward"] == 0.4
    assert (second["episodes"], second["episode_reward"], second["policy_loss"]) == (0, None, None)


def test_the_progress_knows_how_much_is_left() -> None:
    progress = Progress("a run", steps=250, total_steps=1000, seconds=30.0, budget=60.0, steps_per_second=10.0)
    assert progress.done_share == 0.5  # half of the time, a quarter of the steps
    assert progress.seconds_left == 30.0
    progress.budget = None
    assert progress.seconds_left == 75.0


def test_a_resumed_monitor_goes_on_and_forgets_what_came_after_the_checkpoint(tmp_path: Path) -> None:
    monitor = make_monitor(tmp_path)
    for reward in range(12):
        monitor.log_episode(episode(float(reward), success=1.0))
    monitor.mark_saved()
    monitor.log_update(128, 1, {}, SECONDS)
    state, arrays = json.loads(json.dumps(monitor.counters())), monitor.arrays()
    monitor.log_update(256, 2, {}, SECONDS)
    with (tmp_path / "metrics.jsonl").open("a") as file:
        file.write('{"update": 3, "st')  # torn by a kill

    resumed = make_monitor(tmp_path)
    resumed.resume(state, arrays, seconds=7.0)
    assert [line["update"] for line in read_record(tmp_path)] == [1]
    assert resumed.metrics == monitor.metrics
    assert resumed.best_performance == 6.5
    assert (resumed.progress.steps, resumed.progress.seconds, resumed.progress.curve) == (128, 7.0, [1.0])


def test_a_full_disk_is_told_with_what_to_do() -> None:
    with pytest.raises(AgentError, match="/dev/full could not be written: No space left on device.*it resumes"):
        append_line(Path("/dev/full"), {"update": 1})
