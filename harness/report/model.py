"""The report of a run as data: what `report.json` holds and the page shows."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

REPORT_VERSION: Literal[1] = 1


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class EpisodeRow(_Record):
    """One episode."""

    seed: int
    success: bool
    steps: int
    reward: float
    digest: str = Field(description="of every frame and reward, 16 hexadecimal digits")


class CheckReport(_Record):
    """One test of a case: its policy, one of its floors, or one of its invariants."""

    case: str
    category: str = Field(description="the suite: name of the folder that the case's folder stands in")
    name: str = Field(description="of the test within the case")
    kind: Literal["policy", "floor", "invariant"]
    policy: str
    scenario: str
    server: str
    door: str
    passed: bool
    reason: str = Field(description="why not, in words; empty when passed")
    needs: str = Field(description="what was asked for, in words")
    replay: str | None = Field(default=None, description="command that plays the first wrong episode again")
    failure: str | None = Field(default=None, description="folder that a failure has left")
    picture: str | None = Field(default=None, description="file of a picture of the last scene, beside the report")
    success_rate: float | None = Field(default=None, ge=0, le=1)
    interval: tuple[float, float] | None = Field(default=None, description="Wilson interval of the success rate, 95 %")
    mean_steps: float | None = None
    mean_reward: float | None = None
    seconds: float = Field(ge=0, description="wall clock, server starts included")
    steps_per_second: float | None = Field(default=None, ge=0, description="arena steps, server starts included")
    facts: dict[str, str] = Field(default_factory=dict, description="what else was measured, in words")
    episodes: list[EpisodeRow] = Field(default_factory=list)


class CategoryReport(_Record):
    """A suite: the mean of its cases, as the owner's documents score it."""

    name: str
    score: float | None = Field(description="mean over cases of their policy's success rate; null without one")
    interval: tuple[float, float] | None = Field(description="of the score, 95 %")
    passed: int
    failed: int


class Report(_Record):
    """A run of suites."""

    version: Literal[1] = REPORT_VERSION
    started: str = Field(description="ISO 8601, UTC")
    seconds: float = Field(ge=0)
    command: str
    machine: dict[str, Any]
    categories: list[CategoryReport]
    checks: list[CheckReport]


def report_schema() -> dict[str, Any]:
    """JSON schema of report.json."""
    return Report.model_json_schema()
