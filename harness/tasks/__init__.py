"""Tasks: what is rewarded, what counts as success and when an episode ends."""

from __future__ import annotations

from harness.scenarios.schema import ReachGoal, Scenario
from harness.tasks.base import Frames, Task, Verdicts
from harness.tasks.mine_items import MineItemsTask
from harness.tasks.reach_goal import ReachGoalTask

__all__ = ["Frames", "Task", "Verdicts", "make_task"]


def make_task(scenario: Scenario, count: int) -> Task:
    """The task of a scenario for `count` arenas."""
    rule = scenario.task
    if isinstance(rule, ReachGoal):
        return ReachGoalTask(rule, count, scenario.episode_ticks)
    return MineItemsTask(rule, count, scenario.episode_ticks)
