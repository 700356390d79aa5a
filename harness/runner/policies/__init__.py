"""Policies that need no training: the scripted solver of each task, and the floors random and noop."""

from __future__ import annotations

from harness.errors import PolicyError
from harness.runner.policies.builder import BuilderPolicy
from harness.runner.policies.defender import DefenderPolicy
from harness.runner.policies.exploits import ChestFiller, Duplicator, HandCrafter, Repeater, Resetter
from harness.runner.policies.floors import NoopPolicy, RandomCommands, RandomPolicy
from harness.runner.policies.gatherer import GathererPolicy
from harness.runner.policies.line_builder import LineBuilderPolicy
from harness.runner.policies.miner import MinerPolicy
from harness.runner.policies.pathfinder import PathfinderPolicy
from harness.runner.policies.pioneer import PioneerPolicy
from harness.runner.policies.smelter import SmelterPolicy
from harness.runner.policies.walker import WalkerPolicy
from harness.scenarios.schema import Scenario

__all__ = [
    "BuilderPolicy",
    "ChestFiller",
    "DefenderPolicy",
    "Duplicator",
    "GathererPolicy",
    "HandCrafter",
    "LineBuilderPolicy",
    "MinerPolicy",
    "NoopPolicy",
    "PathfinderPolicy",
    "PioneerPolicy",
    "RandomCommands",
    "RandomPolicy",
    "Repeater",
    "Resetter",
    "SmelterPolicy",
    "WalkerPolicy",
    "noop_policy",
    "random_policy",
    "scripted_policy",
]

ScriptedPolicy = (
    WalkerPolicy | PathfinderPolicy | MinerPolicy | BuilderPolicy | GathererPolicy | SmelterPolicy | DefenderPolicy
    | PioneerPolicy | LineBuilderPolicy
)  # fmt: skip

#: Solver by task and action set.
_SOLVERS: dict[tuple[str, str], type[ScriptedPolicy]] = {
    ("reach_goal", "walk"): WalkerPolicy,
    ("reach_goal", "walk_and_mine"): WalkerPolicy,
    ("mine_items", "walk_and_mine"): MinerPolicy,
    ("build_plan", "walk_and_build"): BuilderPolicy,
    ("gather", "commands"): GathererPolicy,
    ("automate", "commands"): SmelterPolicy,
    ("unattended", "commands"): LineBuilderPolicy,
    ("research", "commands"): PioneerPolicy,
    ("defend", "commands"): DefenderPolicy,
}


def scripted_policy(scenario: Scenario) -> ScriptedPolicy:
    """The scripted solver of a scenario's task: proof that it can be solved.

    Raises:
        PolicyError: if there is none for this task with these actions.
    """
    solver = _SOLVERS.get((scenario.task.kind, scenario.actions))
    if solver is WalkerPolicy and (scenario.scene.ponds or scenario.scene.obstacles):
        solver = PathfinderPolicy
    if solver is None:
        raise PolicyError(f"there is no scripted policy for the task {scenario.task.kind} with '{scenario.actions}'")
    return solver(scenario)


def random_policy(scenario: Scenario) -> RandomPolicy | RandomCommands:
    """The floor that acts at random, with the scenario's actions."""
    return RandomCommands(scenario) if scenario.actions == "commands" else RandomPolicy()


def noop_policy(scenario: Scenario) -> NoopPolicy:
    """The floor that stands still, with the scenario's actions."""
    return NoopPolicy(scenario.actions)
