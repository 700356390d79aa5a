"""Scenarios: the files that describe them, and their schema."""

from __future__ import annotations

from harness.scenarios.catalogue import ScenarioLike, list_scenarios, load_scenario
from harness.scenarios.schema import Scenario, scenario_schema

__all__ = ["Scenario", "ScenarioLike", "list_scenarios", "load_scenario", "scenario_schema"]
