"""Policies that need no training: the scripted solver of each task, and the floors random and noop."""

from __future__ import annotations

from harness.runner.policies.floors import NoopPolicy, RandomPolicy
from harness.runner.policies.miner import MinerPolicy
from harness.runner.policies.walker import WalkerPolicy
from harness.scenarios.schema import ReachGoal, Scenario

__all__ = ["MinerPolicy", "NoopPolicy", "RandomPolicy", "WalkerPolicy", "scripted_policy"]


def scripted_policy(scenario: Scenario) -> WalkerPolicy | MinerPolicy:
    """The scripted solver of a scenario's task: proof that it can be solved."""
    if isinstance(scenario.task, ReachGoal):
        return WalkerPolicy(scenario)
    return MinerPolicy(scenario)
