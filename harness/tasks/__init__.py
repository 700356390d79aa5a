"""Tasks: what is rewarded, what counts as success and when an episode ends."""

from __future__ import annotations

from harness.scenarios.schema import (
    Automate,
    BuildPlan,
    Defend,
    Gather,
    MineItems,
    ReachGoal,
    Research,
    Scenario,
    Unattended,
)  # fmt: skip
from harness.tasks.automate import AutomateTask
from harness.tasks.base import Frames, Task, Verdicts
from harness.tasks.build_plan import BuildPlanTask
from harness.tasks.columns import ITEM_COLUMNS
from harness.tasks.defend import DefendTask
from harness.tasks.gather import GatherTask
from harness.tasks.mine_items import MineItemsTask
from harness.tasks.reach_goal import ReachGoalTask
from harness.tasks.research import ResearchTask
from harness.tasks.unattended import UnattendedTask

__all__ = [
    "ITEM_COLUMNS", "AutomateTask", "BuildPlanTask", "DefendTask", "Frames", "GatherTask", "MineItemsTask",
    "ReachGoalTask", "ResearchTask", "Task", "UnattendedTask", "Verdicts", "make_task",
]  # fmt: skip


def make_task(scenario: Scenario, count: int) -> Task:
    """The task of a scenario for `count` arenas."""
    ticks = scenario.episode_ticks
    match scenario.task:
        case ReachGoal() as rule:
            return ReachGoalTask(rule, count, ticks)
        case MineItems() as rule:
            return MineItemsTask(rule, count, ticks)
        case BuildPlan() as rule:
            return BuildPlanTask(rule, count, ticks)
        case Gather() as rule:
            return GatherTask(rule, count, ticks)
        case Automate() as rule:
            return AutomateTask(rule, count, ticks)
        case Unattended() as rule:
            return UnattendedTask(rule, count, ticks)
        case Defend() as rule:
            return DefendTask(rule, count, ticks)
        case Research() as rule:
            return ResearchTask(rule, count, ticks)
