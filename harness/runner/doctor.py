"""`python -m harness doctor`: is everything here that is needed, and if not, what is the next step?"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from harness.runner.checks import CHECKS, Finding, make_finding

EXAMPLES = """examples:
  python -m harness doctor
  python -m harness doctor --json doctor.json
  python -m harness doctor --server factorio --factorio-bin ~/factorio/bin/x64/factorio
"""

_SIGNS = {"ok": "ok     ", "warning": "warning", "failure": "FAILURE"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of the command."""
    parser.add_argument("--server", choices=("standin", "factorio"), default="standin", help="also look for the game")
    parser.add_argument("--factorio-bin", type=Path, metavar="PATH", help="the Factorio binary")
    parser.add_argument(
        "--answers", type=Path, metavar="FILE", help="where the game's answers go (factorio-VERSION-answers.json)"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the findings as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Makes all checks and prints each as it is done; 1 when one has failed."""
    findings = []
    for finding in _findings(arguments):
        findings.append(finding)
        print(_line(finding), flush=True)
    if arguments.json is not None:
        arguments.json.write_text(json.dumps([asdict(finding) for finding in findings], indent=2) + "\n")
    failed = [finding.name for finding in findings if finding.state == "failure"]
    print(f"not ready: {', '.join(failed)}" if failed else "ready")
    return 1 if failed else 0


def _findings(arguments: argparse.Namespace) -> Iterable[Finding]:
    for name, check in CHECKS:
        yield make_finding(name, check)
    if arguments.server == "factorio":
        from harness.runner.game_checks import game_findings

        yield from game_findings(arguments.factorio_bin, arguments.answers)


def _line(finding: Finding) -> str:
    text = f"{_SIGNS[finding.state]}  {finding.name}: {finding.detail}"
    return f"{text}\n         next: {finding.next_step}" if finding.next_step else text
