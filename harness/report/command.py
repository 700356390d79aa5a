"""`python -m harness report`: makes the page of a run again from its report.json, or says what a run came to."""

from __future__ import annotations

import argparse
from pathlib import Path

from pydantic import ValidationError

from harness.errors import HarnessError
from harness.report.model import Report
from harness.report.page import write_page

EXAMPLES = """examples:
  pytest suites/regression --report runs/today && python -m harness report runs/today
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of the command."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="that `pytest suites/... --report DIR` has written")


def run(arguments: argparse.Namespace) -> int:
    """Writes the page and prints the scores; 1 when a check had failed."""
    report = read_report(arguments.folder)
    for category in report.categories:
        score = "-" if category.score is None else f"{category.score:.1%}"
        print(f"{category.name}: score {score}, {category.passed} of {category.passed + category.failed} checks passed")
    for check in report.checks:
        if not check.passed:
            print(f"FAILED {check.case} {check.name}: {check.reason.splitlines()[0]}")
    print(f"page: {write_page(arguments.folder, report)}")
    return 0 if all(check.passed for check in report.checks) else 1


def read_report(folder: Path) -> Report:
    """Reads report.json.

    Raises:
        HarnessError: if there is none, or of another version.
    """
    path = folder / "report.json"
    try:
        return Report.model_validate_json(path.read_text())
    except OSError as error:
        raise HarnessError(f"{path} cannot be read: {error}; `pytest suites/... --report DIR` writes one") from error
    except ValidationError as error:
        raise HarnessError(f"{path} is not a report of this version: {error.errors()[0]['msg']}") from error
