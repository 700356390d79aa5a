"""A suite case: a folder with case.yaml and a README that says what it protects. Nothing in it is code."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from harness.errors import CaseError
from harness.runner.faults.kinds import Fault
from harness.runner.faults.shortage import Shortage
from harness.runner.policy import FLOOR_POLICIES
from harness.scenarios import Scenario, load_scenario
from harness.scenarios.yaml_model import StrictModel, read_model
from harness.servers import Door

CASE_FILE = "case.yaml"

#: Episodes that are played at the same time unless the case says otherwise; more come in turns.
MOST_ARENAS = 1024

Servers = Annotated[int, Field(ge=1, le=256)]


class Bar(StrictModel):
    """What the policy under test must reach, over all episodes of the case."""

    success_rate: float = Field(default=0.0, ge=0, le=1, description="share of episodes with success, at least")
    mean_steps: float | None = Field(default=None, gt=0, description="mean length of successful episodes, at most")
    mean_reward: float | None = Field(default=None, description="mean over episodes of the sum of rewards, at least")

    @model_validator(mode="after")
    def _asks_for_something(self) -> Bar:
        if self.success_rate == 0 and self.mean_reward is None:
            raise ValueError("a bar must ask for something: give a success_rate above 0 or a mean_reward")
        return self


class Floors(StrictModel):
    """What must not be enough: a task that can be done without skill measures none."""

    policies: list[str] = Field(
        min_length=1, description=f"agents without skill, and those that cheat: {', '.join(FLOOR_POLICIES)}"
    )
    episodes: int = Field(ge=1, le=65_536)
    success_rate: float = Field(ge=0, le=1, description="share of episodes with success, at most")

    @model_validator(mode="after")
    def _are_known(self) -> Floors:
        for name in self.policies:
            if name not in FLOOR_POLICIES:
                raise ValueError(f"floors.policies has '{name}'; known: {', '.join(FLOOR_POLICIES)}")
        return self


class Memory(StrictModel):
    """Playing all episodes again and again must not make the servers grow."""

    rounds: int = Field(default=4, ge=2, le=10_000, description="plays of all episodes; the first warms up")
    growth_mib: float = Field(
        default=4.0, gt=0,
        description="growth of all servers together from the first third of the rounds after it to the last, at most",
    )


class Invariants(StrictModel):
    """What must hold whatever the policy reaches; each is a test of its own."""

    same_on_servers: list[Servers] = Field(
        default_factory=list, description="numbers of servers on which every episode must be the same to the bit"
    )
    same_in_arenas: list[Annotated[int, Field(ge=1, le=65_536)]] = Field(
        default_factory=list, description="numbers of arenas, played at once, of which the same must hold"
    )
    same_through_doors: list[Door] = Field(
        default_factory=list, description="doors through which every episode must be the same to the bit"
    )
    memory: Memory | None = None
    refuses: list[Shortage] = Field(
        default_factory=list, description="shortages under which servers must be refused in words, and leave nothing"
    )
    faults: list[Fault] = Field(
        default_factory=list,
        description="what befalls servers while episodes are played; the episodes must come out as without it",
    )


class StockDoor(StrictModel):
    """What a case does otherwise through the stock door, which is slower and can do less."""

    episodes: int | None = Field(
        default=None, ge=1, le=65_536, description="episodes of every check, at most, unless --episodes says otherwise"
    )
    skip: dict[str, Annotated[str, Field(min_length=1)]] = Field(
        default_factory=dict, description="checks by the names of their tests, and why each makes no sense there"
    )


class Case(StrictModel):
    """case.yaml."""

    version: Literal[1]
    scenario: str = Field(description="name, or path of a scenario file relative to the case's folder")
    policy: str = Field(
        default="scripted", description="who plays when --policy does not say; a path is relative to the case's folder"
    )
    episodes: int = Field(default=10, ge=1, le=65_536)
    seed: int = Field(ge=0, le=2**63, description="base seed of the first episode; the others count up from it")
    arenas: int | None = Field(
        default=None, ge=1, le=65_536, description=f"episodes played at once; all, up to {MOST_ARENAS}, when left out"
    )
    servers: Servers = Field(default=1, description="server processes that the arenas are spread over")
    bar: Bar
    floors: Floors | None = None
    invariants: Invariants = Field(default_factory=Invariants)
    stock: StockDoor = Field(default_factory=StockDoor)

    @model_validator(mode="after")
    def _servers_have_arenas(self) -> Case:
        most = max([self.servers, *self.invariants.same_on_servers])
        arenas = self.arenas or min(self.episodes, MOST_ARENAS)
        if most > arenas:
            raise ValueError(
                f"{most} servers need as many arenas; {arenas} are played at once: raise episodes or arenas"
            )
        return self

    @property
    def needs(self) -> str:
        """The bar in words."""
        parts = [f"success rate >= {self.bar.success_rate:g}"] if self.bar.success_rate else []
        if self.bar.mean_steps is not None:
            parts.append(f"mean steps <= {self.bar.mean_steps:g}")
        if self.bar.mean_reward is not None:
            parts.append(f"mean reward >= {self.bar.mean_reward:g}")
        return ", ".join(parts)


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
