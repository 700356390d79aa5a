"""`python -m harness run`: the suites that are here, then the benchmark."""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
from pathlib import Path

from harness.bench import cli as bench
from harness.errors import HarnessError

EXAMPLES = """examples:
  python -m harness run                      every suite, then every row of the benchmark; about a minute
  python -m harness run --seconds 5          the same with a longer look at each row
  python -m harness run --json record.json   and keep the benchmark's record
"""

SUITES = Path(__file__).resolve().parents[2] / "suites"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of `run`: those of the benchmark."""
    bench.add_arguments(parser)


def play_suites() -> int:
    """Plays every suite of the checkout in a pytest of its own.

    Returns:
        pytest's exit status.

    Raises:
        HarnessError: if there is no checkout with suites, or no pytest.
    """
    if not SUITES.is_dir():
        raise HarnessError(f"there are no suites at {SUITES}; run from a checkout, or use `python -m harness bench`")
    if importlib.util.find_spec("pytest") is None:
        raise HarnessError("pytest is not installed; install it with `pip install -e '.[dev]' -c constraints.txt`")
    command = [sys.executable, "-m", "pytest", str(SUITES), "--quiet", "-p", "no:cacheprovider"]
    return subprocess.run(command, cwd=SUITES.parent, check=False).returncode


def run(arguments: argparse.Namespace) -> int:
    """Plays, measures, prints; 1 when a case is failed, whatever the benchmark says."""
    failed = play_suites() != 0
    measured = bench.run(arguments)
    return 1 if failed else measured
