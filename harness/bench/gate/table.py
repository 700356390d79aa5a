"""The gate's report for people."""

from __future__ import annotations

from rich.table import Table

from harness.bench.gate.self_test import SelfTest
from harness.bench.gate.verdict import Finding, GateReport, Verdict

STYLES = {
    Verdict.SLOWER: "bold red", Verdict.WORSE: "bold red", Verdict.FAILED: "red", Verdict.INCONCLUSIVE: "yellow",
    Verdict.FASTER: "green", Verdict.BETTER: "green", Verdict.SAME: "default", Verdict.NEW: "cyan",
}  # fmt: skip


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.3g}"


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:+.2%}"


def _cells(finding: Finding) -> list[str]:
    low, high = finding.interval or (None, None)
    return [
        finding.tier,
        finding.name,
        _number(finding.base),
        _number(finding.head),
        finding.unit,
        _percent(finding.change),
        "-" if low is None else f"{_percent(low)} .. {_percent(high)}",
        _percent(finding.noise),
        f"{finding.threshold:.0%}",
        str(finding.verdict),
        finding.reason,
    ]


def table(report: GateReport) -> Table:
    """Renders a report for a terminal."""
    result = Table(title=f"{report.base} -> {report.head}", title_justify="left")
    for heading, justify in (
        ("tier", "left"), ("what", "left"), ("base", "right"), ("head", "right"), ("unit", "left"),
        ("change", "right"), ("interval", "right"), ("base with itself", "right"), ("red from", "right"),
        ("verdict", "left"), ("why", "left"),
    ):  # fmt: skip
        result.add_column(heading, justify=justify)  # type: ignore[arg-type]
    for finding in report.findings:
        result.add_row(*_cells(finding), style=STYLES[finding.verdict])
    return result


def summary(report: GateReport) -> str:
    """One line: what the gate says."""
    counts = {verdict: sum(f.verdict is verdict for f in report.findings) for verdict in Verdict}
    told = ", ".join(f"{count} {verdict}" for verdict, count in counts.items() if count) or "nothing compared"
    word = "REGRESSION" if report.regressions else "no regression"
    return f"{word}: {told}; measured in {report.seconds:.0f} s" + ("" if report.complete else "; not complete")


#: What is asked of the gate: tier, slowdown -> largest (false red) or smallest rate.
ASKED = {
    ("instructions", 0.0): "0 of 1,000", ("instructions", 0.01): ">= 99.9 %", ("wall", 0.0): "<= 0.1 %",
    ("wall", 0.05): ">= 95 %", ("wall", 0.10): ">= 99 %",
}  # fmt: skip


def self_test_table(result: SelfTest) -> Table:
    """Renders the gate's own error rates."""
    load = result.machine.get("load_1min", 0.0)
    usual, long = result.gate_seconds
    seconds = f"a gate takes {usual:.0f} s, 99 % of them at most {long:.0f} s; " if result.recorded_rounds else ""
    result_table = Table(
        title=f"The gate's error rates; {seconds}load {load:.1f} on {result.machine.get('cores')} cores",
        title_justify="left",
    )
    for heading in ("tier", "trials are", "what", "rate", "95 %", "trials", "inconclusive", "asked"):
        result_table.add_column(heading)
    for rate in result.rates:
        result_table.add_row(
            rate.tier, rate.kind, rate.what, f"{rate.rate:.2%}", f"{rate.interval[0]:.2%} .. {rate.interval[1]:.2%}",
            f"{rate.hits} of {rate.trials}", str(rate.inconclusive), ASKED.get((rate.tier, rate.slowdown), "-"),
        )  # fmt: skip
    return result_table
