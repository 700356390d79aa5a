"""The gate's report for people."""

from __future__ import annotations

from rich.table import Table

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
