"""The pytest plugin: collects suite cases, plays them, and ends with a table.

    pytest suites/regression                                    the scripted solvers against the stand-in
    pytest suites/regression --policy random                    a floor, which must fail
    pytest suites/regression --policy runs/walk --episodes 400  a trained model

A case is a folder with case.yaml; each gives one test for the policy and one for each of its floors. The
harness itself is imported when a case is collected, so that the plugin costs other test runs nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from harness.runner.case import Case
    from harness.runner.score import Score

CASE_FILE = "case.yaml"

#: Under which a report carries its score, also from one process of pytest-xdist to another.
SCORE_PROPERTY = "factorio-harness-score"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the options of the suites."""
    group = parser.getgroup("factorio-harness", "Factorio suites")
    group.addoption("--server", choices=("standin", "factorio"), default="standin", help="who is played on")
    group.addoption("--door", choices=("native", "stock"), default="native", help="how frames get in and out")
    group.addoption("--factorio-bin", type=Path, metavar="PATH", help="the Factorio binary for --server factorio")
    group.addoption("--episodes", type=int, metavar="N", help="episodes of each case, instead of the case's own number")
    group.addoption("--policy", metavar="NAME|PATH", help="scripted, random, noop, or a model; else the case's own")
    group.addoption("--policy-loader", metavar="MODULE:CALLABLE", help="what loads a model given by its path")
    group.addoption(
        "--case-seed", type=int, metavar="N", help="base seed of the first episode, instead of the case's own"
    )
    group.addoption("--scores", type=Path, metavar="FILE", help="write the scores as JSON")
    group.addoption("--transcripts", type=Path, metavar="DIR", help="write each case's episodes as JSON lines")


def pytest_configure(config: pytest.Config) -> None:
    """Refuses values that nothing could be played with."""
    for option, least in (("--episodes", 1), ("--case-seed", 0)):
        value = config.getoption(option)
        if value is not None and value < least:
            raise pytest.UsageError(f"{option} is {value}; it must be at least {least}")
    if config.getoption("--door") == "stock":
        raise pytest.UsageError(
            "--door stock: this version steps servers through the native door only; leave the option out"
        )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Takes every case.yaml."""
    if file_path.name != CASE_FILE:
        return None
    return CaseFile.from_parent(parent, path=file_path)


class CaseFile(pytest.File):
    """A case: the test of the policy, and those of the floors."""

    def collect(self) -> Iterator[pytest.Item]:
        """One item a policy."""
        from harness.errors import HarnessError
        from harness.runner.case import load_case

        try:
            case = load_case(self.path.parent)
        except HarnessError as error:
            raise self.CollectError(str(error)) from error
        policy = self.config.getoption("--policy") or case.policy
        episodes = self.config.getoption("--episodes") or case.episodes
        yield CaseItem.from_parent(self, name=policy, case=case, policy=policy, episodes=episodes, is_floor=False)
        if case.floors is not None and self.config.getoption("--policy") is None:
            for floor in case.floors.policies:
                yield CaseItem.from_parent(
                    self, name=f"floor-{floor}", case=case, policy=floor, episodes=case.floors.episodes, is_floor=True
                )


class CaseFailed(Exception):
    """The bar of a case is not met; carries the score."""

    def __init__(self, score: Score, needs: str) -> None:
        super().__init__(score.reason)
        self.score = score
        self.needs = needs


class CaseItem(pytest.Item):
    """One policy in one case."""

    def __init__(self, *, case: Case, policy: str, episodes: int, is_floor: bool, **rest: Any) -> None:
        super().__init__(**rest)
        self.case = case
        self.policy = policy
        self.episodes = episodes
        self.is_floor = is_floor

    def runtest(self) -> None:
        """Plays and judges."""
        from harness.runner.run_case import RunOptions, run_case

        option = self.config.getoption
        first_seed = option("--case-seed")
        score = run_case(
            self.path.parent,
            self.case,
            RunOptions(
                policy=self.policy,
                episodes=self.episodes,
                first_seed=self.case.seed if first_seed is None else first_seed,
                is_floor=self.is_floor,
                server=option("--server"),
                factorio_bin=option("--factorio-bin"),
                policy_loader=option("--policy-loader"),
                transcripts=option("--transcripts"),
            ),
        )
        self.user_properties.append((SCORE_PROPERTY, score.model_dump_json()))
        if not score.passed:
            raise CaseFailed(score, self.case.needs)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Failures of the case and of the harness are told in words; anything else is a bug, with its traceback."""
        from harness.errors import HarnessError

        error = excinfo.value
        if isinstance(error, CaseFailed):
            return _failure_text(error)
        if isinstance(error, HarnessError):
            return f"{type(error).__name__}: {error}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Where the case stands, for reports."""
        return self.path, None, f"{self.path.parent.name}: {self.name}"


def _failure_text(failure: CaseFailed) -> str:
    score = failure.score
    lines = [f"{score.case}, policy {score.policy}: {score.reason}", f"needed: {failure.needs}"]
    if score.replay is not None:
        lines.append(f"replay: {score.replay}")
    return "\n".join(lines)


def _scores(terminalreporter: Any) -> list[str]:
    """Scores in all reports of the session, in the order in which they came."""
    reports = [r for kind in ("passed", "failed") for r in terminalreporter.stats.get(kind, []) if r.when == "call"]
    return [value for r in reports for name, value in r.user_properties if name == SCORE_PROPERTY]


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Prints the table and writes the scores."""
    texts = _scores(terminalreporter)
    path: Path | None = config.getoption("--scores")
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps([json.loads(text) for text in texts], indent=2) + "\n")
    if not texts:
        return
    from rich.console import Console

    from harness.runner.score import Score
    from harness.runner.summary import summary_table

    console = Console(file=terminalreporter._tw._file, width=max(110, terminalreporter._tw.fullwidth))
    console.print(summary_table([Score.model_validate_json(text) for text in texts]))
