"""A suite case: a folder with case.yaml and a README that says what it protects."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from harness.errors import CaseError
from harness.scenarios import Scenario, load_scenario
from harness.scenarios.yaml_model import StrictModel, read_model

CASE_FILE = "case.yaml"


class Bar(StrictModel):
    """What the policy under test must reach, over all episodes of the case."""

    success_rate: float = Field(ge=0, le=1, description="share of episodes with success, at least")
    mean_steps: float | None = Field(default=None, gt=0, description="mean length of successful episodes, at most")


class Floors(StrictModel):
    """What must not be enough: a task that can be done without skill measures none."""

    policies: list[Literal["random", "noop"]] = Field(min_length=1)
    episodes: int = Field(ge=1, le=65_536)
    success_rate: float = Field(ge=0, le=1, description="share of episodes with success, at most")


class Case(StrictModel):
    """case.yaml."""

    version: Literal[1]
    scenario: str = Field(description="name, or path of a scenario file relative to the case's folder")
    policy: str = Field(default="scripted", description="who plays when --policy does not say")
    episodes: int = Field(default=10, ge=1, le=65_536)
    seed: int = Field(ge=0, le=2**63, description="base seed of the first episode; the others count up from it")
    bar: Bar
    floors: Floors | None = None

    @property
    def needs(self) -> str:
        """The bar in words."""
        text = f"success rate >= {self.bar.success_rate:g}"
        return text if self.bar.mean_steps is None else f"{text}, mean steps <= {self.bar.mean_steps:g}"


def load_case(folder: Path) -> Case:
    """Reads the case of a folder.

    Raises:
        CaseError: if the folder has no README.
        ScenarioError: if case.yaml cannot be read or says something that is not allowed.
    """
    case = read_model(folder / CASE_FILE, Case)
    if not (folder / "README.md").is_file():
        raise CaseError(
            f"{folder} has no README.md; say in it what the case protects and why its bar stands where it does"
        )
    return case


def case_scenario(folder: Path, case: Case) -> Scenario:
    """The scenario of a case; a path is taken from the case's folder.

    Raises:
        ScenarioError: if it cannot be loaded.
    """
    local = folder / case.scenario
    return load_scenario(local if local.is_file() else case.scenario)


def case_schema() -> dict[str, Any]:
    """JSON schema of case.yaml."""
    return Case.model_json_schema()
