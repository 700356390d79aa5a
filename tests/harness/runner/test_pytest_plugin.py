"""The pytest plugin, through its front door: files are written, pytest is run, its words are read."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from harness.bench import machine
from harness.cli import main
from harness.report.model import Report
from harness.scenarios.catalogue import FOLDER
from harness.servers import instance, standin

pytest_plugins = ["pytester"]

CASE = """
version: 1
scenario: movement_micro
episodes: 4
seed: 1000
bar: {success_rate: 0.99}
"""
FLOORS = "floors: {policies: [random, noop], episodes: 6, success_rate: 0.4}\n"


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, fake: dict[str, Any]) -> Path:
    """A folder with one case; the stand-in's place is taken by the fake server."""
    mods = pytester.mkdir("mods")
    for name in ("factorio-agent-mod", "training-scenarios"):
        (mods / name).mkdir()
        (mods / name / "info.json").write_text("{}")
    monkeypatch.setattr(instance, "MOD_FOLDER", mods)
    monkeypatch.setattr(standin, "COMMAND", fake["command"])
    folder = pytester.mkdir("walk_test")
    (folder / "case.yaml").write_text(CASE)
    (folder / "README.md").write_text("why")
    return folder


def run(pytester: pytest.Pytester, *words: str) -> pytest.RunResult:
    return pytester.runpytest_inprocess("-p", "harness.runner.pytest_plugin", "-p", "no:cacheprovider", *words)


def test_a_case_is_played_with_its_own_policy_and_ends_in_a_table(pytester: pytest.Pytester, suite: Path) -> None:
    result = run(pytester, "-v", "walk_test")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["*walk_test/case.yaml::scripted PASSED*", "*Suite cases*", "*walk_test*4 / 4*passed*"])


def test_the_checked_in_models_are_played_where_there_are_any(
    pytester: pytest.Pytester, suite: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "ROOT", pytester.path)
    run(pytester, "-v", "walk_test", "--policy", "models").stdout.fnmatch_lines(["*::scripted PASSED*"])
    (pytester.path / "baselines" / "models" / "movement_micro").mkdir(parents=True)
    result = run(pytester, "-v", "walk_test", "--policy", "models", "--policy-loader", "harness.envs:no_such_loader")
    result.stdout.fnmatch_lines(["*::baselines/models/movement_micro FAILED*", "*policy loader*cannot be imported*"])


def test_a_case_that_fails_says_why_and_how_to_see_it_again(pytester: pytest.Pytester, suite: Path) -> None:
    result = run(pytester, "walk_test", "--policy", "noop")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "walk_test, policy noop: success rate 0 (0 of 4) is below 0.99",
            "needed: success rate >= 0.99",
            "replay: pytest walk_test --policy noop --episodes 1 --case-seed 1000",
        ]
    )


def test_the_replay_line_plays_the_failed_episode_alone(pytester: pytest.Pytester, suite: Path) -> None:
    run(pytester, "walk_test", "--policy", "random", "--transcripts", "all")
    run(pytester, "walk_test", "--policy", "random", "--episodes", "1", "--case-seed", "1002", "--transcripts", "one")
    every = (pytester.path / "all" / "walk_test.random.jsonl").read_text().splitlines()
    alone = (pytester.path / "one" / "walk_test.random.jsonl").read_text().splitlines()
    assert json.loads(every[3])["seed"] == 1002
    assert every[3] == alone[1]


def test_a_failure_leaves_a_folder_that_is_played_again_to_the_bit(
    pytester: pytest.Pytester, suite: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = run(pytester, "walk_test", "--policy", "random")
    result.stdout.fnmatch_lines(["see it:  python -m harness replay runs/failures/walk_test.random.1000"])
    folder = pytester.path / "runs" / "failures" / "walk_test.random.1000"
    assert "python -m harness replay" in (folder / "README.txt").read_text()
    assert "frame 0" in (folder / "last_frames.txt").read_text()
    assert main(["replay", str(folder)]) == 0
    assert "identical: 100 steps, digest" in capsys.readouterr().out

    with np.load(folder / "episode.npz") as stored:
        arrays = dict(stored)
    arrays["actions"][41:] = 0
    np.savez(folder / "episode.npz", **arrays)
    assert main(["replay", str(folder)]) == 1
    assert "DIFFERENT from step 42 of 100 on" in capsys.readouterr().out

    arrays["digests"][-1] ^= 1
    np.savez(folder / "episode.npz", **arrays)
    assert main(["replay", str(folder)]) == 2
    assert main(["replay", str(suite)]) == 2
    assert "is not the folder of a failure: failure.json is missing" in capsys.readouterr().err


def test_a_report_holds_page_data_and_junit(pytester: pytest.Pytester, suite: Path) -> None:
    (suite / "case.yaml").write_text(CASE + "invariants: {same_on_servers: [2]}\n")
    run(pytester, "walk_test", "--report", "out", "--policy", "noop").assert_outcomes(failed=1, passed=1)
    out = pytester.path / "out"
    report = Report.model_validate_json((out / "report.json").read_text())
    assert [(check.name, check.passed) for check in report.checks] == [("noop", False), ("same-on-2-servers", True)]
    assert len(report.checks[0].episodes) == 4
    assert "walk_test" in (out / "index.html").read_text()
    junit = (out / "junit.xml").read_text()
    assert 'name="success_rate" value="0.0000"' in junit
    assert "replay: pytest walk_test --policy noop" in junit


def test_a_check_that_breaks_off_stands_in_the_report(pytester: pytest.Pytester, suite: Path) -> None:
    run(pytester, "walk_test", "--report", "out", "--policy", "nobody")
    (check,) = Report.model_validate_json((pytester.path / "out" / "report.json").read_text()).checks
    assert not check.passed
    assert "there is no policy 'nobody'" in check.reason


def test_cases_run_two_at_a_time_and_in_any_order(pytester: pytest.Pytester, suite: Path) -> None:
    for name in ("b_test", "c_test"):
        shutil.copytree(suite, pytester.path / name)
    (suite / "case.yaml").write_text(CASE + FLOORS)
    words = ["-n", "2", "--random-order", "--report", "out"]
    result = pytester.runpytest_subprocess("-p", "harness.runner.pytest_plugin", "-p", "no:cacheprovider", *words)
    report = Report.model_validate_json((pytester.path / "out" / "report.json").read_text())
    assert [check.case for check in report.checks] == ["b_test", "c_test", *["walk_test"] * 3]
    result.assert_outcomes(passed=sum(check.passed for check in report.checks), failed=0)


def test_floors_are_tests_of_their_own(pytester: pytest.Pytester, suite: Path) -> None:
    (suite / "case.yaml").write_text(CASE + FLOORS)
    result = run(pytester, "-v", "walk_test")
    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines(["*::scripted PASSED*", "*::floor-random PASSED*", "*::floor-noop PASSED*"])


def test_a_floor_that_is_too_high_fails_the_case(pytester: pytest.Pytester, suite: Path) -> None:
    easy = (FOLDER / "movement_micro.yaml").read_text()
    easy = easy.replace("radius: 1.0", "radius: 11.9").replace("max_distance: 44", "max_distance: 12.5")
    (suite / "easy.yaml").write_text(easy)
    (suite / "case.yaml").write_text((CASE + FLOORS).replace("scenario: movement_micro", "scenario: easy.yaml"))
    result = run(pytester, "walk_test", "-k", "floor-random")
    result.assert_outcomes(failed=1, deselected=2)
    result.stdout.fnmatch_lines(["*the floor 'random' succeeds in *, more than 0.4: the task is too easy*"])


def test_scores_are_written_as_json(pytester: pytest.Pytester, suite: Path) -> None:
    run(pytester, "walk_test", "--scores", "out/scores.json", "--episodes", "2")
    (score,) = json.loads((pytester.path / "out" / "scores.json").read_text())
    assert (score["case"], score["policy"], score["episodes"], score["passed"]) == ("walk_test", "scripted", 2, True)
    assert len(score["interval"]) == 2


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["--episodes", "0"], "*--episodes is 0; it must be at least 1*"),
        (["--case-seed", "-1"], "*--case-seed is -1; it must be at least 0*"),
        (["--door", "native", "--server", "factorio"], "*the game has the stock door only*"),
        (["--server", "moon"], "*invalid choice: 'moon'*"),
    ],
)
def test_options_that_nothing_can_be_played_with_are_refused(
    pytester: pytest.Pytester, suite: Path, words: list[str], answer: str
) -> None:
    result = run(pytester, "walk_test", *words)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([answer])


def test_a_file_that_is_no_program_is_refused_without_a_traceback(pytester: pytest.Pytester, suite: Path) -> None:
    binary = pytester.path / "factorio"
    binary.touch(mode=0o755)
    result = run(pytester, "walk_test", "--server", "factorio", "--factorio-bin", str(binary))
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["ServerError: *factorio --version could not be run*"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_an_unknown_policy_is_refused_in_words(pytester: pytest.Pytester, suite: Path) -> None:
    result = run(pytester, "walk_test", "--policy", "scriptd")
    result.stdout.fnmatch_lines(["PolicyError: there is no policy 'scriptd'; known: scripted, random, noop*"])


def test_a_case_with_a_mistake_is_a_collection_error_with_file_and_line(pytester: pytest.Pytester, suite: Path) -> None:
    (suite / "case.yaml").write_text(CASE + "episods: 3\n")
    result = run(pytester, "walk_test")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*case.yaml:7: unknown key 'episods'; the nearest known key is 'episodes'*"])


def test_runs_without_cases_are_left_alone(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_x(): pass")
    result = run(pytester)
    result.assert_outcomes(passed=1)
    result.stdout.no_fnmatch_line("*Suite cases*")


def test_the_plugin_alone_imports_nothing_heavy(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("""
        import sys
        def test_x():
            assert "harness.envs" not in sys.modules
    """)
    result = pytester.runpytest_subprocess("-p", "harness.runner.pytest_plugin")
    result.assert_outcomes(passed=1)


def test_a_case_says_what_it_does_otherwise_through_the_stock_door(pytester: pytest.Pytester, suite: Path) -> None:
    (suite / "case.yaml").write_text(
        CASE + FLOORS + "invariants: {same_in_arenas: [2]}\n"
        "stock: {episodes: 2, skip: {same-in-2-arenas: it has no second arena}}\n"
    )

    def episodes(*words: str) -> list[int]:
        items, _ = pytester.inline_genitems("-p", "harness.runner.pytest_plugin", "walk_test", *words)
        return [item.episodes for item in items]

    assert episodes() == [4, 6, 6, 4]
    assert episodes("--door", "stock") == [2, 2, 2, 2]
    assert episodes("--door", "stock", "--episodes", "3") == [3, 6, 6, 3]
    result = run(pytester, "-rs", "walk_test", "--door", "stock", "-k", "same-in-2")
    result.assert_outcomes(skipped=1, deselected=3)
    result.stdout.fnmatch_lines(["*through the stock door: it has no second arena*"])
