"""`python -m harness run`: the main job. Plays the suites, then measures, each with its table."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from harness.bench import cli as bench
from harness.errors import HarnessError

EXAMPLES = """examples:
  python -m harness run
  python -m harness run --episodes 100 --out runs/today
"""

#: The suites, where the repository keeps them.
SUITES = Path(__file__).resolve().parents[2] / "suites"

#: Exit status of pytest after Ctrl-C.
PYTEST_INTERRUPTED = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of the command."""
    parser.add_argument("--suite", choices=("regression", "integration", "stress"), default="regression")
    parser.add_argument("--episodes", type=int, metavar="N", help="episodes of each case, instead of its own number")
    parser.add_argument("--policy", metavar="NAME|PATH", help="scripted, random, noop or a model; else the case's own")
    parser.add_argument("--no-bench", action="store_true", help="play the suite and measure nothing")
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="write scores, transcripts, page and the benchmark's record there"
    )


def run(arguments: argparse.Namespace) -> int:
    """Does both; 1 when a case failed or the benchmark did."""
    folder = SUITES / arguments.suite
    if not folder.is_dir():
        there = ", ".join(sorted(path.name for path in SUITES.glob("*") if path.is_dir()))
        raise HarnessError(f"there is no suite {folder}; suites there: {there or 'none'}; run from a checkout")
    status = _play(_suite_command(folder, arguments))
    if not arguments.no_bench:
        parser = argparse.ArgumentParser()
        bench.add_arguments(parser)
        status = bench.run(parser.parse_args(_bench_words(arguments))) or status
    return 1 if status else 0


def _play(command: list[str]) -> int:
    """Runs pytest to its end, also when Ctrl-C ends it: it stops its servers in order, and then so do we.

    Raises:
        KeyboardInterrupt: after it has ended, where it was interrupted.
    """
    process = subprocess.Popen(command)
    try:
        status = process.wait()
    except KeyboardInterrupt:
        process.wait()
        raise
    if status == PYTEST_INTERRUPTED:
        raise KeyboardInterrupt
    return status


def _suite_command(folder: Path, arguments: argparse.Namespace) -> list[str]:
    """A process of its own: pytest's way of importing and capturing stays out of ours."""
    command = [sys.executable, "-m", "pytest", str(folder), "-q", "--no-header"]
    if arguments.episodes is not None:
        command += ["--episodes", str(arguments.episodes)]
    if arguments.policy is not None:
        command += ["--policy", arguments.policy]
    if arguments.out is not None:
        command += ["--scores", str(arguments.out / "scores.json"), "--transcripts", str(arguments.out / "transcripts")]
        command += ["--report", str(arguments.out / "report"), "--failures", str(arguments.out / "failures")]
    return command


def _bench_words(arguments: argparse.Namespace) -> list[str]:
    """Both doors: each has its goals."""
    return ["--door", "both", *([] if arguments.out is None else ["--json", str(arguments.out / "bench.json")])]
