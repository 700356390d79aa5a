"""Finds scenarios: a name of the catalogue, a path of a user's own file, or a scenario already loaded."""

from __future__ import annotations

import difflib
from functools import lru_cache
from pathlib import Path

from harness.errors import ScenarioError
from harness.scenarios.schema import Scenario
from harness.scenarios.yaml_model import read_model

#: What every function takes that wants a scenario.
ScenarioLike = str | Path | Scenario

FOLDER = Path(__file__).parent


def list_scenarios() -> list[str]:
    """Names of the scenarios that come with the harness, sorted."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def load_scenario(scenario: ScenarioLike) -> Scenario:
    """Loads a scenario.

    Args:
        scenario: a name from `list_scenarios()`, the path of a YAML file, or a `Scenario`, which is given back.

    Returns:
        The checked scenario.

    Raises:
        ScenarioError: if there is no such scenario, or its file says something that is not allowed.
    """
    if isinstance(scenario, Scenario):
        return scenario
    path = _find(scenario)
    return _read(path, path.stat().st_mtime_ns)


def _find(scenario: str | Path) -> Path:
    text = str(scenario)
    if isinstance(scenario, str) and "/" not in text and not text.endswith((".yaml", ".yml")):
        path = FOLDER / f"{text}.yaml"
        if not path.is_file():
            raise ScenarioError(_unknown_name(text))
        return path
    path = Path(scenario)
    if not path.is_file():
        raise ScenarioError(f"there is no scenario file {path}; known names: {', '.join(list_scenarios())}")
    return path


def _unknown_name(name: str) -> str:
    known = list_scenarios()
    close = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean '{close[0]}'? " if close else ""
    return (
        f"there is no scenario '{name}'; {hint}known names: {', '.join(known)}; "
        "a file of your own is given by its path, with / or .yaml in it"
    )


@lru_cache(maxsize=64)
def _read(path: Path, modified_ns: int) -> Scenario:
    """Keyed by the time of change, so that an edited file is read again."""
    return read_model(path, Scenario)
