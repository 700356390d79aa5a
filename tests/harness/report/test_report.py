"""Reports: means of categories and their doubt, and a page that holds everything."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.bench.stats import wilson_interval
from harness.cli import main
from harness.report.model import CheckReport, EpisodeRow, Report
from harness.report.page import render_page
from harness.report.plots import MOST_BARS, episode_bars
from harness.report.summarize import mean_interval, summarize


def check(case: str = "walk", category: str = "regression", **more: Any) -> CheckReport:
    episodes = [EpisodeRow(seed=n, success=n > 0, steps=10 + n, reward=0.5, digest="") for n in range(10)]
    values: dict[str, Any] = {
        "case": case, "category": category, "name": "scripted", "kind": "policy", "policy": "scripted",
        "scenario": "movement_micro", "server": "standin", "door": "native", "passed": True, "reason": "",
        "needs": "success rate >= 0.5", "success_rate": 0.9, "interval": wilson_interval(9, 10), "seconds": 2.0,
        "episodes": episodes,
    }  # fmt: skip
    return CheckReport(**values | more)


def report(*checks: CheckReport) -> Report:
    machine = {"cpu": "abacus", "cores": 2, "python": "3.11", "commit": None}
    return Report(
        started="2026-01-01T00:00:00+00:00", seconds=61.0, command="pytest <suites>", machine=machine,
        categories=summarize(checks), checks=list(checks),
    )  # fmt: skip


def test_a_category_scores_the_mean_of_its_cases_as_the_documents_say() -> None:
    checks = [
        check("a", success_rate=1.0, interval=wilson_interval(10, 10)),
        check("b", success_rate=0.5, interval=wilson_interval(5, 10)),
        check("b", name="floor-noop", kind="floor", success_rate=0.0, passed=False, reason="x"),
        check("c", category="stress", success_rate=None, interval=None),
    ]
    regression, stress = summarize(checks)
    assert (regression.name, regression.score, regression.passed, regression.failed) == ("regression", 0.75, 2, 1)
    assert regression.interval is not None
    assert regression.interval[0] < 0.75 < regression.interval[1]
    assert (stress.score, stress.interval) == (None, None)


@given(st.lists(st.integers(0, 20), min_size=1, max_size=8))
def test_the_interval_of_a_mean_holds_the_mean_and_stays_within_0_and_1(successes: list[int]) -> None:
    rates = [(count / 20, *wilson_interval(count, 20)) for count in successes]
    low, high = mean_interval(rates)
    mean = sum(successes) / 20 / len(successes)
    assert 0 <= low <= mean + 1e-12
    assert mean - 1e-12 <= high <= 1


def test_the_interval_of_one_rate_is_its_own_and_that_of_many_is_narrower() -> None:
    one = (1.0, *wilson_interval(10, 10))
    assert mean_interval([one]) == pytest.approx(one[1:])
    assert mean_interval([one] * 4)[0] > one[1]


def test_the_page_tells_failures_with_their_replay_line_and_escapes_what_it_shows() -> None:
    bad = check(
        passed=False,
        reason="<b>too few</b>",
        replay="pytest walk --case-seed 3",
        failure="runs/failures/walk.scripted.3",
    )
    page = render_page(Path("nowhere"), report(bad, check("other")))
    assert "&lt;b&gt;too few&lt;/b&gt;" in page
    assert "<b>too few" not in page
    assert "pytest walk --case-seed 3" in page
    assert "python -m harness replay runs/failures/walk.scripted.3" in page
    assert "1 failed" in page


def test_the_page_needs_nothing_from_outside(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "a.png").write_bytes(b"\x89PNG")
    page = render_page(tmp_path, report(check(picture="a.png")))
    assert "data:image/png;base64,iVBORw==" in page
    assert not re.findall(r'(?:src|href)="(?!data:)', page)
    assert "prefers-color-scheme: dark" in page
    assert 'name="viewport"' in page


def test_every_episode_has_a_bar_until_there_are_too_many() -> None:
    rows = [EpisodeRow(seed=n, success=n % 2 == 0, steps=n + 1, reward=0.0, digest="") for n in range(5 * MOST_BARS)]
    assert episode_bars(rows[:7]).count("<rect") == 7
    assert episode_bars(rows).count("<rect") == MOST_BARS
    assert "seed 1: no success after 2 steps" in episode_bars(rows[:7])


def test_the_report_command_makes_the_page_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "report.json").write_text(report(check(passed=False, reason="no")).model_dump_json())
    assert main(["report", str(tmp_path)]) == 1
    assert "FAILED walk scripted: no" in capsys.readouterr().out
    assert (tmp_path / "index.html").is_file()


def test_a_folder_without_a_report_is_named_with_what_writes_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", str(tmp_path)]) == 2
    assert "`pytest suites/... --report DIR` writes one" in capsys.readouterr().err
    (tmp_path / "report.json").write_text('{"version": 7}')
    assert main(["report", str(tmp_path)]) == 2
    assert "is not a report of this version" in capsys.readouterr().err
