"""The pytest plugin: collects suite cases, plays them, and ends with a table.

    pytest suites/regression                                    the scripted solvers against the stand-in
    pytest suites/regression --policy random                    a floor, which must fail
    pytest suites/regression --policy runs/walk --episodes 400  a trained model
    pytest suites --policy models --door stock                  the checked-in models, through RCON and the mod
    pytest suites -n 2 --random-order --report runs/today       all of them, two at a time, with a page to read

A case is a folder with case.yaml; each gives one test for the policy and one for each of its floors and invariants.
The harness itself is imported when a case is collected, so that the plugin costs other test runs nothing.
"""

from __future__ import annotations

import json
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from harness.runner.case_item import CaseFile, CaseItem

CASE_FILE = "case.yaml"

#: Attributes of a test report that carry what a check has given, also from one process of pytest-xdist to another.
CHECK, SCORE = "factorio_check", "factorio_score"

_STARTED = pytest.StashKey[float]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the options of the suites."""
    group = parser.getgroup("factorio-harness", "Factorio suites")
    group.addoption("--server", choices=("standin", "factorio"), default="standin", help="who is played on")
    group.addoption(
        "--door", choices=("native", "stock"), help="how frames get in and out; stock: RCON and the mod, as in a game"
    )
    group.addoption("--factorio-bin", type=Path, metavar="PATH", help="the Factorio binary for --server factorio")
    group.addoption("--episodes", type=int, metavar="N", help="episodes of each case, instead of the case's own number")
    group.addoption(
        "--policy", metavar="NAME|PATH",
        help="scripted, random, noop, an exploit, a model, or `models`: of each case's scenario the one that is "
        "checked in under baselines/models, and the case's own where there is none; else the case's own",
    )  # fmt: skip
    group.addoption("--policy-loader", metavar="MODULE:CALLABLE", help="what loads a model given by its path")
    group.addoption(
        "--case-seed", type=int, metavar="N",
        help="base seed of the first episode, instead of the case's own; floors and invariants are left out then",
    )  # fmt: skip
    group.addoption("--scores", type=Path, metavar="FILE", help="write the scores as JSON")
    group.addoption("--transcripts", type=Path, metavar="DIR", help="write each case's episodes as JSON lines")
    group.addoption(
        "--report", type=Path, metavar="DIR", help="write report.json, junit.xml and index.html, a page with pictures"
    )
    group.addoption(
        "--failures", type=Path, metavar="DIR", help="where failures leave their folders; runs/failures when not given"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Refuses values that nothing could be played with."""
    for option, least in (("--episodes", 1), ("--case-seed", 0)):
        value = config.getoption(option)
        if value is not None and value < least:
            raise pytest.UsageError(f"{option} is {value}; it must be at least {least}")
    if config.getoption("--door") == "native" and config.getoption("--server") == "factorio":
        raise pytest.UsageError("--door native --server factorio: the game has the stock door only; leave --door out")
    config.stash[_STARTED] = time.time()
    if config.getoption("--report") is not None and not config.getoption("xmlpath", None):
        config.option.xmlpath = str(config.getoption("--report") / "junit.xml")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Takes every case.yaml."""
    if file_path.name != CASE_FILE:
        return None
    return CaseFile.from_parent(parent, path=file_path)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Lets the test report carry what the check has given."""
    report = yield
    if isinstance(item, CaseItem) and (call.when == "call" or report.failed):
        from harness.runner.session_report import broken_check

        check = item.run.report if item.run is not None else broken_check(item, report)
        setattr(report, CHECK, check.model_dump_json())
        if item.run is not None and item.run.score is not None:
            setattr(report, SCORE, item.run.score.model_dump_json())
    return report


def _carried(terminalreporter: Any, attribute: str) -> list[str]:
    """What reports of the session carry, in the order in which they came."""
    reports = [r for kind in ("passed", "failed", "error") for r in terminalreporter.stats.get(kind, [])]
    return [getattr(report, attribute) for report in reports if hasattr(report, attribute)]


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Prints the table; writes scores and report."""
    scores: Path | None = config.getoption("--scores")
    if scores is not None:
        scores.parent.mkdir(parents=True, exist_ok=True)
        values = [json.loads(text) for text in _carried(terminalreporter, SCORE)]
        scores.write_text(json.dumps(values, indent=2) + "\n")
    texts = _carried(terminalreporter, CHECK)
    if not texts:
        return
    from harness.runner.session_report import finish_session

    finish_session(
        texts,
        terminalreporter._tw._file,
        max(136, terminalreporter._tw.fullwidth),
        config.getoption("--report"),
        config.stash[_STARTED],
        ["pytest", *map(str, config.invocation_params.args)],
    )
