"""The gate's report and its contract with a shell."""

from __future__ import annotations

from typing import Any

import pytest
from rich.console import Console

from harness.bench.gate.table import summary, table
from harness.bench.gate.verdict import Finding, GateReport, Verdict, exit_status, report_schema


def finding(verdict: Verdict, **more: Any) -> Finding:
    return Finding.model_validate({"tier": "wall", "name": "movement", "verdict": verdict, "threshold": 0.03, **more})


def report(*verdicts: Verdict, problems: list[str] | None = None) -> GateReport:
    return GateReport(
        base="main", base_tree="a" * 40, head="worktree", head_tree="b" * 40, machine={}, seconds=1.0,
        complete=not problems, problems=problems or [], findings=[finding(verdict) for verdict in verdicts],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("verdicts", "problems", "status"),
    [
        ([Verdict.SAME, Verdict.FASTER, Verdict.NEW], [], 0),
        ([Verdict.SAME, Verdict.INCONCLUSIVE], [], 0),
        ([Verdict.SLOWER, Verdict.INCONCLUSIVE], ["no valgrind"], 1),
        ([Verdict.WORSE], [], 1),
        ([Verdict.SAME], ["no valgrind"], 2),
        ([Verdict.FAILED], [], 2),
        ([], [], 0),
    ],
)
def test_the_exit_status_is_the_contract(verdicts: list[Verdict], problems: list[str], status: int) -> None:
    assert exit_status(report(*verdicts, problems=problems)) == status


def test_inconclusive_fails_only_where_that_is_asked_for() -> None:
    assert exit_status(report(Verdict.SAME, Verdict.INCONCLUSIVE), fail_on_inconclusive=True) == 3
    assert exit_status(report(Verdict.SLOWER, Verdict.INCONCLUSIVE), fail_on_inconclusive=True) == 1


def test_a_report_written_as_json_is_read_back_equal() -> None:
    whole = report(Verdict.SLOWER)
    assert GateReport.model_validate_json(whole.model_dump_json()) == whole
    assert set(report_schema()["required"]) <= set(whole.model_dump())


def test_the_table_says_what_changed_and_why() -> None:
    console = Console(width=220)
    whole = report()
    row = finding(Verdict.INCONCLUSIVE, base=1500.0, head=1600.0, unit="ns a step", change=0.0667,
                  interval=(0.01, 0.12), noise=0.03, reason="the base differs from itself")  # fmt: skip
    with console.capture() as capture:
        console.print(table(whole.model_copy(update={"findings": [row]})))
    text = capture.get()
    for part in ("1,500", "1,600", "+6.67%", "+1.00% .. +12.00%", "+3.00%", "inconclusive", "differs from itself"):
        assert part in text
    assert summary(whole).startswith("no regression: nothing compared")
