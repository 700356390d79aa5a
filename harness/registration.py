"""Tells Gymnasium about the scenarios: `factorio/NAME-v0` for each, for `gymnasium.make` and `make_vec`."""

from __future__ import annotations

from pathlib import Path

import gymnasium

SCENARIO_FOLDER = Path(__file__).parent / "scenarios"


def register() -> None:
    """Registers every scenario of the catalogue by its name; none is loaded. Harmless the second time."""
    for path in SCENARIO_FOLDER.glob("*.yaml"):
        identifier = f"factorio/{path.stem}-v0"
        if identifier not in gymnasium.registry:
            gymnasium.register(
                id=identifier,
                entry_point="harness.envs.factory:make",
                vector_entry_point="harness.envs.factory:make_vec",
                kwargs={"scenario": path.stem},
            )
