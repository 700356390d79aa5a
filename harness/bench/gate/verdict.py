"""What a gate says, and what it says to a shell: the report, its schema and the exit status."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

#: Raised when a field changes its meaning.
REPORT_VERSION = 1

Tier = Literal["instructions", "wall", "history", "learning"]


class Verdict(StrEnum):
    """What one comparison comes to. Only SLOWER and WORSE are red."""

    SAME = "same"
    FASTER = "faster"
    SLOWER = "slower"
    WORSE = "worse"
    BETTER = "better"
    INCONCLUSIVE = "inconclusive"
    NEW = "new"
    FAILED = "failed"

    @property
    def is_red(self) -> bool:
        """Whether it is a regression."""
        return self in (Verdict.SLOWER, Verdict.WORSE)


class Finding(BaseModel):
    """One comparison of base and head."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tier: Tier
    name: str = Field(description="the workload, series or scenario compared")
    verdict: Verdict
    base: float | None = Field(default=None, description="the base's value, in `unit`")
    head: float | None = Field(default=None, description="the head's value, in `unit`")
    unit: str = Field(default="", description="of base and head: instructions a step, ns a step, success rate")
    change: float | None = Field(default=None, description="head / base - 1; of the learning tier head - base")
    interval: tuple[float, float] | None = Field(
        default=None, description="of the change, at the level that the tier tests at"
    )
    noise: float | None = Field(
        default=None, description="the same change between the base and itself: the noise ruler"
    )
    threshold: float = Field(description="the change that is called a regression")
    reason: str = Field(
        default="", description="why, in words; always there when the verdict is inconclusive, new or failed"
    )


class GateReport(BaseModel):
    """Everything that one run of the gate says: `gate --json`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int = REPORT_VERSION
    base: str = Field(description="the base revision as it was asked for")
    base_tree: str = Field(description="hash of the base's files")
    head: str
    head_tree: str
    machine: dict[str, Any]
    seconds: float = Field(description="of measuring; building is not counted")
    complete: bool = Field(description="false when it was interrupted or a tier could not run: findings are partial")
    problems: list[str] = Field(default=[], description="what could not be measured, and the next step")
    findings: list[Finding]

    @property
    def regressions(self) -> list[Finding]:
        """The red ones."""
        return [finding for finding in self.findings if finding.verdict.is_red]


#: The contract with any continuous integration: see suites/bench/README.md.
PASSED, REGRESSION, CANNOT_MEASURE, INCONCLUSIVE, INTERRUPTED = 0, 1, 2, 3, 130


def exit_status(report: GateReport, fail_on_inconclusive: bool = False) -> int:
    """The gate's exit status.

    Args:
        report: what was found.
        fail_on_inconclusive: ask for 3 where a comparison was inconclusive and none was red.

    Returns:
        1 with a regression, whatever else; else 2 when something could not be measured; else 3 when asked for and
        something was inconclusive; else 0.
    """
    if report.regressions:
        return REGRESSION
    if report.problems or any(finding.verdict is Verdict.FAILED for finding in report.findings):
        return CANNOT_MEASURE
    if fail_on_inconclusive and any(finding.verdict is Verdict.INCONCLUSIVE for finding in report.findings):
        return INCONCLUSIVE
    return PASSED


def report_schema() -> dict[str, Any]:
    """JSON schema of `gate --json`."""
    return GateReport.model_json_schema()
