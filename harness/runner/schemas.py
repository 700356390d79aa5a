"""`python -m harness schema`: the JSON schemas of files and outputs."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from typing import Any

from harness.bench.baseline import Baseline
from harness.bench.gate.verdict import report_schema as gate_schema
from harness.bench.record import record_schema
from harness.report.model import report_schema
from harness.runner.case import case_schema
from harness.runner.failure import FailureRecord
from harness.runner.score import score_schema
from harness.scenarios import scenario_schema
from harness.servers.config import ServerConfig

EXAMPLES = """examples:
  python -m harness schema scenario > scenario.schema.json
"""

SCHEMAS: dict[str, Callable[[], dict[str, Any]]] = {
    "scenario": scenario_schema,
    "server": ServerConfig.model_json_schema,
    "case": case_schema,
    "scores": score_schema,
    "report": report_schema,
    "failure": FailureRecord.model_json_schema,
    "bench": record_schema,
    "gate": gate_schema,
    "baseline": Baseline.model_json_schema,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of the command."""
    parser.add_argument("name", choices=sorted(SCHEMAS), help="which schema")


def run(arguments: argparse.Namespace) -> int:
    """Prints it."""
    print(json.dumps(SCHEMAS[arguments.name](), indent=2))
    return 0
