"""A case as pytest has it: one item for the policy, and one for each of its floors and invariants."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from harness.runner.case import Case
    from harness.runner.episode import Episode
    from harness.runner.run_case import CaseRun, Kind, RunOptions
    from harness.servers import Door

#: As --policy: of each case's scenario the model that is checked in.
MODELS = "models"


class CaseFile(pytest.File):
    """A case: the test of the policy, and those of the floors and invariants."""

    #: What invariants compare with, once one of them has played it.
    reference: list[Episode] | None = None

    def collect(self) -> Iterator[pytest.Item]:
        """One item a check."""
        from harness.errors import HarnessError
        from harness.runner.case import load_case
        from harness.runner.invariants import invariant_names

        try:
            case = load_case(self.path.parent)
        except HarnessError as error:
            raise self.CollectError(str(error)) from error
        asked = self.config.getoption("--policy")
        policy = _checked_in_model(self.path.parent, case) if asked == MODELS else asked or case.policy
        episodes = self.config.getoption("--episodes") or case.episodes
        is_stock = _door(self.config) == "stock"
        most = case.stock.episodes if is_stock and not self.config.getoption("--episodes") else None

        def item(name: str, kind: Kind, policy: str, episodes: int) -> pytest.Item:
            episodes = min(episodes, most or episodes)
            return CaseItem.from_parent(self, name=name, case=case, policy=policy, episodes=episodes, kind=kind)

        yield item(policy, "policy", policy, episodes)
        if self.config.getoption("--case-seed") is not None:
            return
        if case.floors is not None and asked is None:
            for floor in case.floors.policies:
                yield item(f"floor-{floor}", "floor", floor, case.floors.episodes)
        for name in invariant_names(case):
            yield item(name, "invariant", policy, episodes)


def _door(config: pytest.Config) -> Door:
    from harness.servers import default_door

    door: Door | None = config.getoption("--door")
    return door or default_door(config.getoption("--server"))


def _checked_in_model(folder: Path, case: Case) -> str:
    """The model of a case's scenario, as one would type its path from here; the case's own policy without one."""
    from harness.bench.machine import ROOT
    from harness.runner.case import case_scenario
    from harness.runner.run_case import short_path

    model = ROOT / "baselines" / "models" / case_scenario(folder, case).name
    return short_path(model) if model.is_dir() else case.policy


class CaseFailed(Exception):
    """The bar of a case is not met; carries what there is to say."""

    def __init__(self, run: CaseRun) -> None:
        super().__init__(run.report.reason)
        self.run = run


class CaseItem(pytest.Item):
    """One check of one case."""

    def __init__(self, *, case: Case, policy: str, episodes: int, kind: Kind, **rest: Any) -> None:
        super().__init__(**rest)
        self.case = case
        self.policy = policy
        self.episodes = episodes
        self.kind = kind
        self.run: CaseRun | None = None

    def setup(self) -> None:
        """Leaves out what makes no sense through the door that is asked for."""
        reason = self.case.stock.skip.get(self.name)
        if reason is not None and _door(self.config) == "stock":
            pytest.skip(f"through the stock door: {reason}")

    def runtest(self) -> None:
        """Plays and judges."""
        from dataclasses import replace

        from harness.runner.run_case import make_stage, play_plainly, run_check

        options = self._options()
        case_file = self.parent
        assert isinstance(case_file, CaseFile)  # noqa: S101  made by one
        if self.kind == "invariant" and case_file.reference is None:
            seeds = range(options.first_seed, options.first_seed + options.episodes)
            case_file.reference = play_plainly(make_stage(self.path.parent, self.case, options), seeds)
        with _progress(self.config, f"{self.path.parent.name}::{self.name}", self.episodes) as watchers:
            options = replace(options, watchers=tuple(watchers))
            self.run = run_check(self.path.parent, self.case, options, case_file.reference or ())
        self.user_properties += _properties(self.run)
        if self.run.report.reason:
            raise CaseFailed(self.run)

    def _options(self) -> RunOptions:
        from harness.runner.run_case import RunOptions

        option = self.config.getoption
        first_seed, report = option("--case-seed"), option("--report")
        return RunOptions(
            policy=self.policy,
            episodes=self.episodes,
            first_seed=self.case.seed if first_seed is None else first_seed,
            kind=self.kind,
            check="" if self.kind == "policy" else self.name,
            server=option("--server"),
            door=_door(self.config),
            factorio_bin=option("--factorio-bin"),
            policy_loader=option("--policy-loader"),
            transcripts=option("--transcripts"),
            failures=option("--failures") or self.config.invocation_params.dir / "runs" / "failures",
            pictures=None if report is None else report / "pictures",
        )

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Failures of the case and of the harness are told in words; anything else is a bug, with its traceback."""
        from harness.errors import HarnessError

        error = excinfo.value
        if isinstance(error, CaseFailed):
            return _failure_text(error.run)
        if isinstance(error, HarnessError):
            return f"{type(error).__name__}: {error}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Where the case stands, for reports."""
        return self.path, None, f"{self.path.parent.name}: {self.name}"


def _failure_text(run: CaseRun) -> str:
    report = run.report
    lines = [f"{report.case}, policy {report.policy}: {report.reason}", f"needed: {report.needs}"]
    if report.replay is not None:
        lines.append(f"replay: {report.replay}")
    if report.failure is not None:
        lines.append(f"see it:  python -m harness replay {report.failure}")
    return "\n".join(lines)


def _properties(run: CaseRun) -> list[tuple[str, object]]:
    """What JUnit's readers may want to plot."""
    report = run.report
    found: list[tuple[str, object]] = [("policy", report.policy), ("server", report.server), ("door", report.door)]
    if report.success_rate is not None and report.interval is not None:
        found += [("success_rate", f"{report.success_rate:.4f}"), ("interval_low", f"{report.interval[0]:.4f}")]
        found += [("interval_high", f"{report.interval[1]:.4f}")]
    return found + ([("replay", report.replay)] if report.replay else [])


@contextlib.contextmanager
def _progress(config: pytest.Config, title: str, episodes: int) -> Iterator[list[Any]]:
    """Watchers that draw a progress bar where somebody watches the terminal."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    capture = config.pluginmanager.get_plugin("capturemanager")
    if reporter is None or capture is None or not reporter.isatty or hasattr(config, "workerinput"):
        yield []
        return
    from harness.runner.progress import EpisodeProgress

    with capture.global_and_fixture_disabled(), EpisodeProgress(title, episodes) as bar:
        yield [bar]
